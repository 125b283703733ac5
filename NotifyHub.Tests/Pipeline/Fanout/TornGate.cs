using NotifyHub.Data.Gate;

namespace NotifyHub.Tests.Pipeline.Fanout;

internal sealed class TornException : Exception;

/// <summary>The real gate, whose transactions can be made to fail after all of their statements, before the commit.</summary>
internal sealed class TornGate(IWriteGate gate) : IWriteGate
{
    public bool Break { get; set; }

    public Task<T> WriteAsync<T>(Func<WriteSession, ValueTask<T>> work, CancellationToken cancel = default) => gate.WriteAsync(async session =>
    {
        var result = await work(session);
        return Break ? throw new TornException() : result;
    }, cancel);
}
