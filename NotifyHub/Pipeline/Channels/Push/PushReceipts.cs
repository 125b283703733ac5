using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Pipeline.Channels.Push;

/// <summary>Asks relays, through a project's own account, what became of the messages that they took.</summary>
public sealed class PushReceipts(IEnumerable<IReceiptProvider> relays, ActiveCredentials credentials)
{
    private readonly Dictionary<string, IReceiptProvider> _relays = relays.ToDictionary(r => r.Name, StringComparer.Ordinal);

    /// <summary>When and how much may be asked. Only of relays is there anything to ask.</summary>
    public RelayContract ContractOf(ProviderKind provider) => _relays[provider.Wire()].Contract;

    /// <summary>The account that the project sends with now; null when none is active. Receipts may be asked for with a paused one.</summary>
    public ValueTask<ActiveCredential?> AccountAsync(long projectId, ProviderKind provider, CancellationToken cancel) => credentials.GetAsync(projectId, provider, cancel);

    /// <summary>Asks once, for as many ids as the contract allows. Throws only when cancelled.</summary>
    public Task<ReceiptAnswers> AskAsync(ProviderKind provider, ActiveCredential account, IReadOnlyList<string> ids, CancellationToken cancel) =>
        _relays[provider.Wire()].AskAsync(account.Secret, ids, cancel);

    /// <summary>The relay refused the account, or the vendor behind it refused what it keeps for the account.</summary>
    public Task PauseAsync(long projectId, ActiveCredential account, ProviderOutcome refusal, CancellationToken cancel) =>
        credentials.PauseAsync(projectId, account.Id, refusal.Code ?? refusal.Kind.ToString(), cancel);
}
