using NotifyHub.Audience.Preferences;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
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
    private readonly FrequencyCaps _caps;
    private readonly PersonFacts _people;

    internal StandingFacts(ChannelBook channels, SettingsBook settings, SendingGuard guard, ConsentWatch consent, FrequencyCaps caps, PersonFacts people) =>
        (_channels, _settings, _guard, _consent, _caps, _people) = (channels, settings, guard, consent, caps, people);

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

    /// <summary>The cap that is full for a person; the inbox counts for none.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="personId">Whom it is for; null for a push to a device.</param>
    /// <param name="provider">Over what.</param>
    /// <param name="notificationId">The notification, which does not count against itself; 0 for one that is not there yet.</param>
    /// <param name="category">Its category.</param>
    /// <param name="lane">Critical ones are exempt.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancel">Ends the look.</param>
    private ValueTask<CapFact?> CapOfAsync(long projectId, long? personId, ProviderKind provider, long notificationId, string? category, DeliveryLane lane, DateTimeOffset now, CancellationToken cancel = default) =>
        personId is { } person && provider != ProviderKind.InApp ? _caps.LookAsync(projectId, person, notificationId, category, lane, now, cancel) : default;

    /// <summary>Adds what a person chose and what the project asks for them: mute, quiet hours, presence, bundling, caps. The inbox waits for none of them.</summary>
    /// <param name="facts">What is so whatever the person.</param>
    /// <param name="to">Whom, over what, and when.</param>
    /// <param name="cancel">Ends the look.</param>
    public async ValueTask<DeliveryFacts> WithPersonAsync(DeliveryFacts facts, PersonSend to, CancellationToken cancel = default) => to.Endpoint.Provider == ProviderKind.InApp ? facts : await _people.AddAsync(facts, to, cancel) with
    {
        Cap = await CapOfAsync(to.Endpoint.ProjectId, to.PersonId, to.Endpoint.Provider, to.NotificationId, to.Category, to.Lane, to.Now, cancel),
    };

    /// <summary>What is critical, or says that it can't wait, goes through quiet hours.</summary>
    internal static bool MayDisturb(DeliveryLane lane, PushMessage? message) => lane == DeliveryLane.Critical || message?.InterruptionLevel is "timeSensitive" or "critical";

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
