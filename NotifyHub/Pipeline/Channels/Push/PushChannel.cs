using System.Security.Cryptography;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Pipeline.Channels.Push;

/// <summary>The channel that a person perceives as a push: opens the token, takes the project's account, asks the vendor.</summary>
public sealed class PushChannel(IEnumerable<IPushProvider> providers, DeviceTokens tokens, ActiveCredentials credentials, TimeProvider time) : IDeliveryChannel
{
    private readonly Dictionary<string, IPushProvider> _providers = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<ProviderKind> Kinds => ProviderNames.Supported;

    /// <summary>The account through which the project sends; null when none is active or the vendor is not built in.</summary>
    public async ValueTask<ChannelAccount?> AccountAsync(long projectId, ProviderKind kind, CancellationToken cancel) =>
        _providers.ContainsKey(kind.Wire()) ? await credentials.GetAsync(projectId, kind, cancel) : null;

    /// <summary>The vendor refused the account: nothing is sent through it until it is probed fine or replaced.</summary>
    public Task PauseAsync(long projectId, ChannelAccount account, ProviderOutcome refusal, CancellationToken cancel) =>
        credentials.PauseAsync(projectId, account.Id, refusal.Code ?? refusal.Kind.ToString(), cancel);

    /// <summary>Sends once. Throws only when cancelled.</summary>
    public async Task<ChannelAnswer> SendAsync(ChannelCall call, ChannelAccount account, CancellationToken cancel)
    {
        var credential = (ActiveCredential)account;
        var began = time.GetTimestamp();
        ProviderOutcome outcome;
        try
        {
            var address = tokens.Open(call.ProjectId, call.DeviceId, call.SealedToken);
            var target = new DeviceTarget(address.Token, call.Environment, address.P256dh, address.Auth, call.RegisteredAt);
            var left = call.ExpiresAt - time.GetUtcNow();
            outcome = await _providers[call.Provider.Wire()].SendAsync(
                new ProviderCall(credential.Secret, target, call.Message, RowId.Format(RowId.Delivery, call.DeliveryId), left, call.ExpiresAt), cancel);
        }
        catch (CryptographicException)
        {
            // The seal is broken or belongs to another row; trying again can't mend it, and the vendor never judged the token.
            outcome = new ProviderOutcome(OutcomeKind.ContentBad) { Code = "token_unreadable" };
        }
        if (outcome.Kind == OutcomeKind.CredentialBad && call.Provider == ProviderKind.WebPush && await credentials.HasWorkedAsync(call.ProjectId, account.Id, cancel))
        {
            // Each subscription names its own push service, and anybody can register one: a key that other services take is not what is wrong.
            outcome = outcome with { Kind = OutcomeKind.Retry };
        }
        return new ChannelAnswer(outcome, time.GetElapsedTime(began));
    }
}
