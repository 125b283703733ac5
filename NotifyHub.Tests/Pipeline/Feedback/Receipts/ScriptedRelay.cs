using System.Collections.Concurrent;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Tests.Pipeline.Feedback.Receipts;

/// <summary>A relay whose receipts a test chooses; for what the job makes of them. Expo's wire has tests of its own.</summary>
internal sealed class ScriptedRelay : IReceiptProvider
{
    public string Name => "expo";

    public RelayContract Contract => RelayContract.Expo;

    /// <summary>Receipts by ticket; what is not here is not known.</summary>
    public ConcurrentDictionary<string, ProviderOutcome> Receipts { get; } = new();

    /// <summary>How a question ends.</summary>
    public ProviderOutcome Request { get; set; } = new(OutcomeKind.Accepted) { Status = 200 };

    /// <summary>Thrown in place of an answer.</summary>
    public Exception? Fault { get; set; }

    /// <summary>The tickets of each question.</summary>
    public ConcurrentQueue<IReadOnlyList<string>> Asked { get; } = new();

    public Task<ReceiptAnswers> AskAsync(ProviderSecret credential, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        Asked.Enqueue(ids);
        if (Fault is not null)
        {
            return Task.FromException<ReceiptAnswers>(Fault);
        }
        return Task.FromResult(Request.Kind == OutcomeKind.Accepted
            ? new ReceiptAnswers(Request, ids.Where(Receipts.ContainsKey).ToDictionary(id => id, id => Receipts[id]))
            : ReceiptAnswers.None(Request));
    }
}
