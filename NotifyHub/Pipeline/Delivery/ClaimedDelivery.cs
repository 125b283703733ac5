using System.Diagnostics;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Delivery.Bundling;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>A delivery under our lease, with what its notification and device say.</summary>
internal sealed class ClaimedDelivery
{
    public required long Id { get; init; }
    public required long ProjectId { get; init; }
    public required long NotificationId { get; init; }
    public required long DeviceId { get; init; }
    public required ProviderKind Provider { get; init; }
    public required DeliveryLane Lane { get; init; }
    /// <summary>Calls so far that used retry budget.</summary>
    public required int Tries { get; init; }
    /// <summary>Deaths of a process near this delivery; with any, its call is counted in before it is made.</summary>
    public required int Crashes { get; init; }
    public required DateTimeOffset? ExpiresAt { get; init; }
    public required string? CollapseKey { get; init; }
    public required DateTimeOffset LeaseUntil { get; init; }
    public required DeviceStatus Device { get; init; }
    public required byte[] SealedToken { get; init; }
    public required string? Environment { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public required bool Superseded { get; init; }
    /// <summary>An earlier message of the same collapse key is on its way to this device, here or on another node.</summary>
    public required bool MustWait { get; init; }
    /// <summary>The vendor asked for fewer messages to this device: nothing before this.</summary>
    public required DateTimeOffset? SlowUntil { get; init; }
    /// <summary>The device's last sign of life.</summary>
    public required DateTimeOffset SeenAt { get; init; }
    /// <summary>What the app told of the person's leave to show notifications.</summary>
    public string? Permission { get; init; }
    /// <summary>What people may opt out of; null for what everybody gets.</summary>
    public string? Category { get; init; }
    /// <summary>The person is out of the category, as of <see cref="ConsentMark"/>.</summary>
    public bool OptedOut { get; set; }
    /// <summary>The person has seen it over another channel.</summary>
    public bool ReadElsewhere { get; set; }
    /// <summary>The person turned its type off for this channel.</summary>
    public bool TypeOff { get; set; }
    /// <summary>The person muted everything but what is critical until then.</summary>
    public DateTimeOffset? MutedUntil { get; set; }
    /// <summary>The person's quiet hours; null for none.</summary>
    public PersonQuiet? Quiet { get; set; }
    /// <summary>Whom it is for; null for a push to a device.</summary>
    public long? PersonId { get; init; }
    /// <summary>What it is bundled with; null for a push to a device.</summary>
    public BundleGroup? Group { get; set; }
    /// <summary>What the project asks where the person is live in their inbox; null when they are not, or it asks nothing.</summary>
    public PresenceSetting? Present { get; set; }
    /// <summary>The person has had many of its kind; asked when all else lets it go.</summary>
    public BundleFact? Bundle { get; set; }
    /// <summary>A cap of the project that is full; asked last, when all else lets it go.</summary>
    public CapFact? Cap { get; set; }
    /// <summary>When consent was read (ConsentWatch.Mark).</summary>
    public long ConsentMark { get; set; }
    /// <summary>The push service that the subscription names; null where the vendor is one.</summary>
    public string? Origin { get; init; }
    /// <summary>By this node's clock.</summary>
    public DateTimeOffset ClaimedAt { get; init; }
    /// <summary>When it was to go: the asked-for time, or that of the request.</summary>
    public DateTimeOffset AskedFor { get; init; }
    /// <summary>Span that accepted the notification; null when it is not traced.</summary>
    public string? TraceParent { get; init; }
    /// <summary>The caller's id or the notification's; only for what is traced.</summary>
    public string? CorrelationId { get; init; }
    /// <summary>From claim to commit; null when it is not traced.</summary>
    public Activity? Span { get; set; }
    /// <summary>Its notification was cancelled.</summary>
    public bool Cancelled { get; init; }
    /// <summary>Its notification was given another time, and this row may not have it yet.</summary>
    public bool Moving { get; init; }
    /// <summary>Its campaign stands still.</summary>
    public bool Paused { get; init; }
    /// <summary>Null when the stored message can't be read.</summary>
    public required PushMessage? Message { get; set; }
    /// <summary>Language of the words, where the notification has several; null for its own.</summary>
    public string? Locale { get; init; }

    private bool MayDisturb => StandingFacts.MayDisturb(Lane, Message);

    public DeliveryFacts Facts(CredentialFact credential, TimeSpan? staleAfter, DateTimeOffset now) => new()
    {
        // Its old time and its old end count no more; the fan-out's worker comes by with the new ones.
        NotBefore = Paused ? now + DeliveryTimes.PausedLook : !Moving ? null : AskedFor > now ? AskedFor : now + DeliveryTimes.MovedLook, ExpiresAt = Moving ? null : ExpiresAt,
        Cancelled = Cancelled, Device = Device, Superseded = Superseded, SlowUntil = SlowUntil, SeenAt = SeenAt, StaleAfter = staleAfter, Credential = credential,
        Muted = StandingFacts.Mutes(Permission, Message), OptedOut = OptedOut, ReadElsewhere = ReadElsewhere, TypeOff = TypeOff, Cap = Cap,
        MutedUntil = Lane == DeliveryLane.Critical ? null : MutedUntil, QuietUntil = MayDisturb ? null : Quiet?.EndOf(now),
        Presence = MayDisturb ? null : Present?.Of(AskedFor), Bundle = Bundle,
    };

    public ChannelCall Call(PushMessage message) =>
        new(ProjectId, Id, Provider, DeviceId, SealedToken, Environment, RegisteredAt, message, ExpiresAt);
}
