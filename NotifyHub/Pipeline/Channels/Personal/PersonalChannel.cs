using System.Security.Cryptography;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Pipeline.Channels.Personal;

/// <summary>Slack, Telegram and a person's own webhook: opens the address, takes the project's account, asks the vendor. Without an account its deliveries end as suppressed, and say so.</summary>
public sealed class PersonalChannel(IEnumerable<IPushProvider> providers, DeviceTokens tokens, ActiveCredentials credentials, TimeProvider time) : IDeliveryChannel
{
    private readonly Dictionary<string, IPushProvider> _providers = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<ProviderKind> Kinds { get; } = [ProviderKind.Slack, ProviderKind.Telegram, ProviderKind.Webhook];

    /// <inheritdoc/>
    public async ValueTask<ChannelAccount?> AccountAsync(long projectId, ProviderKind kind, CancellationToken cancel) =>
        _providers.ContainsKey(kind.Wire()) ? await credentials.GetAsync(projectId, kind, cancel) : null;

    /// <inheritdoc/>
    public Task PauseAsync(long projectId, ChannelAccount account, ProviderOutcome refusal, CancellationToken cancel) =>
        credentials.PauseAsync(projectId, account.Id, refusal.Code ?? refusal.Kind.ToString(), cancel);

    /// <inheritdoc/>
    public async Task<ChannelAnswer> SendAsync(ChannelCall call, ChannelAccount account, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        return new ChannelAnswer(await OutcomeAsync(call, (ActiveCredential)account, cancel), time.GetElapsedTime(began));
    }

    private async Task<ProviderOutcome> OutcomeAsync(ChannelCall call, ActiveCredential account, CancellationToken cancel)
    {
        try
        {
            var target = new DeviceTarget(tokens.Open(call.ProjectId, call.DeviceId, call.SealedToken).Token, null, null, null, call.RegisteredAt);
            return await _providers[call.Provider.Wire()].SendAsync(
                new ProviderCall(account.Secret, target, call.Message, RowId.Format(RowId.Delivery, call.DeliveryId), call.ExpiresAt - time.GetUtcNow(), call.ExpiresAt), cancel);
        }
        catch (CryptographicException)
        {
            // The seal is broken or belongs to another row; trying again can't mend it, and nobody judged the address.
            return new ProviderOutcome(OutcomeKind.ContentBad) { Code = "token_unreadable" };
        }
    }
}
