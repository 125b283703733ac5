namespace NotifyHub.Data.Gate;

/// <summary>One caller's work in the gate's queue.</summary>
internal abstract class WriteItem
{
    public abstract Task RunAsync(WriteSession session);
    public abstract void Complete();
    public abstract void Fail(Exception error);
    public abstract bool IsCancelled { get; }
}

/// <inheritdoc/>
internal sealed class WriteItem<T>(Func<WriteSession, ValueTask<T>> work, CancellationToken cancel) : WriteItem
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _began = GateSignals.Begin();
    private T? _result;

    public Task<T> Task => _done.Task;
    public override bool IsCancelled => cancel.IsCancellationRequested;
    public override async Task RunAsync(WriteSession session)
    {
        _result = await work(session);
        await session.StoreFactsAsync();
    }
    public override void Complete()
    {
        GateSignals.Committed(_began);
        _done.TrySetResult(_result!);
    }

    public override void Fail(Exception error)
    {
        GateSignals.Failed(_began, error);
        if (error is OperationCanceledException && cancel.IsCancellationRequested)
        {
            _done.TrySetCanceled(cancel);
        }
        else
        {
            _done.TrySetException(error);
        }
    }
}
