namespace NotifyHub.Pipeline.Providers;

/// <summary>A relay: it takes a message now, and tells later what the vendor behind it said.</summary>
public interface IReceiptProvider
{
    /// <summary>The name of its <see cref="IPushProvider"/>.</summary>
    string Name { get; }

    /// <summary>When receipts may be asked for, and how many at a time.</summary>
    RelayContract Contract { get; }

    /// <summary>Asks what became of these messages, at most <see cref="RelayContract.ReceiptsPerRequestMax"/>. Throws only when cancelled.</summary>
    Task<ReceiptAnswers> AskAsync(ProviderSecret credential, IReadOnlyList<string> ids, CancellationToken cancel);
}
