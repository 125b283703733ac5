using NotifyHub.Data.Gate;

namespace NotifyHub.Tests.Support;

/// <summary>The process ends when all is written and nothing is committed.</summary>
internal sealed class DyingGate(IWriteGate inner) : IWriteGate
{
    /// <summary>From now on.</summary>
    public bool Dies { get; set; }

    public Task<T> WriteAsync<T>(Func<WriteSession, ValueTask<T>> work, CancellationToken cancel = default) => inner.WriteAsync(async session =>
    {
        var answer = await work(session);
        return Dies ? throw new IOException("The process is gone.") : answer;
    }, cancel);
}
