using NotifyHub.Data.Gate;

namespace NotifyHub.Tests.Support;

/// <summary>A gate at a standstill.</summary>
internal static class Held
{
    /// <summary>Keeps every writer of the gate busy until <paramref name="release"/>; returns when all are, with the task of their end.</summary>
    public static async Task<Task> AllWritersAsync(IWriteGate gate, Task release)
    {
        var holds = new List<Task>();
        for (var i = 0; i < TestEngine.Writers; i++)
        {
            var entered = new TaskCompletionSource();
            holds.Add(gate.WriteAsync(async _ =>
            {
                entered.TrySetResult();
                await release;
            }));
            await entered.Task;
        }
        return Task.WhenAll(holds);
    }
}
