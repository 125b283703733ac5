using NotifyHub.E2E.Support;
using NotifyHub.Torture.Check;
using NotifyHub.Torture.Hub;
using NotifyHub.Torture.Load;

namespace NotifyHub.Torture.Kill;

/// <summary>
/// The store takes no writes for a while, twice. Sends must be answered 503 and never a false 202, the process must stay up, and all
/// must resume by itself.
/// </summary>
public abstract class Outage(TimeSpan length, TimeSpan answerWithin) : ITrouble
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(15);
    private readonly List<string> _complaints = [];
    private Generator? _load;

    public IReadOnlyList<KillRecord> Kills => [];

    public virtual Task BeforeAsync(HubNodeProcess node, CancellationToken cancel) => Task.CompletedTask;

    public async Task MakeAsync(HubUnderLoad hub, HubStore store, Generator load, CancellationToken cancel)
    {
        _load = load;
        for (var turn = 1; turn <= 2; turn++)
        {
            // The load runs before, during and after: these are lengths, not waits for something.
            await Task.Delay(Between, cancel);
            await BeginAsync(hub, cancel);
            await Task.Delay(length, cancel);
            await EndAsync(cancel);
            await ResumedAsync(hub, load, turn, cancel);
        }
    }

    public virtual Task AfterAsync(CancellationToken cancel) => Task.CompletedTask;

    public void Tell(Verdict verdict)
    {
        var refusals = _load!.Refusals;
        verdict.Tell("answers 503", refusals.TotalCount);
        verdict.None("outages without a 503", refusals.TotalCount == 0 ? ["the store took everything"] : []);
        var slowest = refusals.TotalCount == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(refusals.GetValueAtPercentile(99));
        verdict.Tell("99 % of the 503 came within (ms)", (long)slowest.TotalMilliseconds);
        verdict.None($"503 later than {answerWithin.TotalSeconds} s", slowest > answerWithin ? [$"{slowest}"] : []);
        verdict.None("outages that it did not come back from by itself", _complaints);
    }

    /// <summary>The store fails from now on.</summary>
    protected abstract Task BeginAsync(HubUnderLoad hub, CancellationToken cancel);

    /// <summary>It is well again.</summary>
    protected abstract Task EndAsync(CancellationToken cancel);

    private async Task ResumedAsync(HubUnderLoad hub, Generator load, int turn, CancellationToken cancel)
    {
        var (before, until) = (load.Accepted, TimeProvider.System.GetUtcNow() + BackWithin);
        while (load.Accepted == before && TimeProvider.System.GetUtcNow() < until)
        {
            await Task.Delay(50, cancel);
        }
        if (hub.Hub.HasExited)
        {
            _complaints.Add($"turn {turn}: the process ended: {hub.Hub.Output}");
        }
        else if (load.Accepted == before)
        {
            _complaints.Add($"turn {turn}: nothing was accepted for {BackWithin.TotalSeconds} s after it");
        }
    }
}
