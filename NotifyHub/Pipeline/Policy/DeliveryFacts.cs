using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Policy;

/// <summary>Whether the project can send through the delivery's vendor.</summary>
public enum CredentialFact
{
    /// <summary>An active credential that the vendor has not refused.</summary>
    Ready,
    /// <summary>No credential is active.</summary>
    Missing,
    /// <summary>The vendor refused it: sends wait until it is probed fine or replaced.</summary>
    Paused,
}

/// <summary>Why the vendor takes nothing of the project now.</summary>
/// <param name="Until">When to ask again.</param>
/// <param name="IsResting">After failures in a row, or because the vendor asked for a wait; otherwise a rate is used up.</param>
public readonly record struct VendorPause(DateTimeOffset Until, bool IsResting);

/// <summary>A frequency cap that is full.</summary>
/// <param name="Until">When there is room again.</param>
/// <param name="Drops">What is too many ends; otherwise it waits.</param>
/// <param name="Most">Notifications that the cap lets through.</param>
/// <param name="Window">In so long a time.</param>
public readonly record struct CapFact(DateTimeOffset Until, bool Drops, int Most, TimeSpan Window);

/// <summary>Many of one kind in a short time.</summary>
/// <param name="Most">So many come by themselves.</param>
/// <param name="Window">In so long a time; the others come in one summary at its end.</param>
public readonly record struct BundleFact(int Most, TimeSpan Window);

/// <summary>The person is live in their inbox.</summary>
/// <param name="Until">They have until then to see it there.</param>
/// <param name="Drops">It ends unsent; otherwise it waits.</param>
public readonly record struct PresenceFact(DateTimeOffset Until, bool Drops);

/// <summary>Everything that the decision about one delivery may look at.</summary>
public readonly record struct DeliveryFacts
{
    /// <summary>Somebody cancelled it.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The person opted out of its category.</summary>
    public bool OptedOut { get; init; }

    /// <summary>The type is off for the person on this channel, by their own word or by its default.</summary>
    public bool TypeOff { get; init; }

    /// <summary>The person has read it over another channel.</summary>
    public bool ReadElsewhere { get; init; }

    /// <summary>The channels before this one have time until then; null when it does not wait for others.</summary>
    public DateTimeOffset? FallbackUntil { get; init; }

    /// <summary>The person muted everything but what is critical until then; null when they did not.</summary>
    public DateTimeOffset? MutedUntil { get; init; }

    /// <summary>The end of the quiet hours in which this moment lies; null when it is not quiet, or when this may disturb.</summary>
    public DateTimeOffset? QuietUntil { get; init; }

    /// <summary>The person is there, and the project lets the inbox be first; null when not, or when this may disturb.</summary>
    public PresenceFact? Presence { get; init; }

    /// <summary>The person has had as many of its kind as come by themselves; null when they have not, or when it is no part of a bundle.</summary>
    public BundleFact? Bundle { get; init; }

    /// <summary>Not before this; null when it may go at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The vendor asked for fewer messages to this device: nothing before this; null when it did not.</summary>
    public DateTimeOffset? SlowUntil { get; init; }

    /// <summary>The person turned notifications off in the system's settings, and this one would be shown.</summary>
    public bool Muted { get; init; }

    /// <summary>The device's last sign of life.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Age of that from which the device gets nothing more; null for never.</summary>
    public TimeSpan? StaleAfter { get; init; }

    /// <summary>Never sent at or after this; null when it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>State of the device that it is for.</summary>
    public required DeviceStatus Device { get; init; }

    /// <summary>A newer message with the same collapse key has taken its place on this device.</summary>
    public bool Superseded { get; init; }

    /// <summary>The person has had as much as the project allows; null when they have not, or when this is exempt.</summary>
    public CapFact? Cap { get; init; }

    /// <summary>State of the vendor account.</summary>
    public required CredentialFact Credential { get; init; }

    /// <summary>The vendor takes nothing now; null when it does, or has not been asked.</summary>
    public VendorPause? Pause { get; init; }
}
