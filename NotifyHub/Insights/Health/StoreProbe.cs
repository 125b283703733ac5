using NotifyHub.Data.Gate;

namespace NotifyHub.Insights.Health;

/// <summary>Whether the store takes writes now: an empty transaction through the one gate, synced like any other.</summary>
public sealed class StoreProbe(IWriteGate gate, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>False when the store refuses, or has not answered within two seconds.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancel = default)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await gate.WriteAsync(async session => await session.Prepare("select count(*) from projects where id = 0").ScalarAsync() is not null, both.Token).WaitAsync(both.Token);
        }
        catch (Exception error) when (error is StoreUnavailableException or System.Threading.Channels.ChannelClosedException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // That is the answer: not now.
            return false;
        }
    }
}
