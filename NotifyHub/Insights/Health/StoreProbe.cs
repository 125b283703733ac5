using System.Globalization;
using NotifyHub.Data.Gate;

namespace NotifyHub.Insights.Health;

/// <summary>Whether the store takes writes now: one small row through the one gate, synced like any other. A verdict serves a second, however many ask.</summary>
public sealed class StoreProbe(IWriteGate gate, TimeProvider time)
{
    private const string Write = "insert into installation_facts (name, value) values ('readiness_probe', @at) on conflict (name) do update set value = excluded.value";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private Verdict? _last;

    /// <summary>False when the store refuses, or has not answered within two seconds.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancel = default)
    {
        if (_last is { } last && time.GetUtcNow() - last.At < Fresh)
        {
            return last.Ready;
        }
        var ready = await AskAsync(cancel);
        _last = new Verdict(ready, time.GetUtcNow());
        return ready;
    }

    private async Task<bool> AskAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await gate.WriteAsync(async session => await session.Prepare(Write).Bind(time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)).ExecuteAsync() == 1, both.Token).WaitAsync(both.Token);
        }
        catch (Exception error) when (error is StoreUnavailableException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // That is the answer: not now.
            return false;
        }
    }

    private sealed record Verdict(bool Ready, DateTimeOffset At);
}
