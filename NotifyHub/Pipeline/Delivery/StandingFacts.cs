using NotifyHub.Audience.Preferences;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Delivery.Protection;
using NotifyHub.Pipeline.Delivery.Settings;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>The policy's facts about a device as dispatch would see them at this moment, for those who ask without sending.</summary>
public sealed class StandingFacts
{
    private readonly ChannelBook _channels;
    private readonly SettingsBook _settings;
    private readonly SendingGuard _guard;
    private readonly ConsentWatch _consent;

    internal StandingFacts(ChannelBook channels, SettingsBook settings, SendingGuard guard, ConsentWatch consent) => (_channels, _settings, _guard, _consent) = (channels, settings, guard, consent);

    /// <summary>What is so whatever the message: device, consent, account, vendor. The caller adds times and what else belongs to the message.</summary>
    public async ValueTask<DeliveryFacts> OfAsync(Device device, PushMessage? message, string? category, DateTimeOffset now, CancellationToken cancel = default) => new()
    {
        Device = device.Status,
        Muted = Mutes(device.Permission, message),
        OptedOut = (await _consent.OutAsync(device.ProjectId, category, [device.Id], cancel)).Count > 0,
        SlowUntil = device.SlowUntil,
        SeenAt = device.LastSeenAt,
        StaleAfter = device.Provider.IsPush() ? _settings.RulesOf(device.ProjectId).StaleAfter : null,
        // Nobody is called for an inbox.
        Credential = device.Provider == ProviderKind.InApp ? CredentialFact.Ready : Of(await _channels.AccountAsync(device.ProjectId, device.Provider, cancel)),
        Pause = PauseOf(device.ProjectId, device.Provider, now),
    };

    /// <summary>Age of the last sign of life from which a device gets nothing more; null for never.</summary>
    internal TimeSpan? StaleAfterOf(long projectId) => _settings.RulesOf(projectId).StaleAfter;

    /// <summary>A silent message is not shown, so it needs no leave.</summary>
    internal static bool Mutes(string? permission, PushMessage? message) => permission == "denied" && message is not { Silent: true };

    internal static CredentialFact Of(ChannelAccount? account) => account switch
    {
        null => CredentialFact.Missing,
        { Paused: true } => CredentialFact.Paused,
        _ => CredentialFact.Ready,
    };

    // Looks only: takes no permit, sends no probe.
    private VendorPause? PauseOf(long projectId, ProviderKind provider, DateTimeOffset now)
    {
        if (!ProviderNames.Called.Contains(provider))
        {
            return null;
        }
        var (rows, until) = _guard.DoorOf(projectId, provider).Look();
        if (rows == 0)
        {
            return new VendorPause(until ?? now, IsResting: true);
        }
        return _guard.Allow(provider, projectId, now) is { Rows: 0, Until: { } room } ? new VendorPause(room, IsResting: false) : null;
    }
}
