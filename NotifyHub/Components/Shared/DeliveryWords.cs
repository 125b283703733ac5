using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Shared;

/// <summary>States and reasons as a person says them. Total over their enums; a test holds that.</summary>
public static class DeliveryWords
{
    /// <summary>A state in one or two words.</summary>
    public static string Label(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Scheduled => "Scheduled",
        DeliveryStatus.Queued => "Queued",
        DeliveryStatus.Sending => "Sending",
        DeliveryStatus.Retrying => "Retrying",
        DeliveryStatus.Held => "Held",
        DeliveryStatus.Delayed => "Delayed",
        DeliveryStatus.Sent => "Sent",
        DeliveryStatus.Suppressed => "Suppressed",
        DeliveryStatus.Expired => "Expired",
        DeliveryStatus.Failed => "Failed",
        DeliveryStatus.Cancelled => "Cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A state without words."),
    };

    /// <summary>What the state means, in a sentence.</summary>
    public static string Meaning(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Scheduled => "Waits for the time that was asked for.",
        DeliveryStatus.Queued => "Accepted and stored; goes out next.",
        DeliveryStatus.Sending => "Being handed to the vendor now.",
        DeliveryStatus.Retrying => "The vendor could not take it yet; it is tried again.",
        DeliveryStatus.Held => "Waits until the provider may be used again; no try is used up.",
        DeliveryStatus.Delayed => "Waits by rule, for example for quiet hours to end.",
        DeliveryStatus.Sent => "The vendor accepted it. Only the device can confirm that it was shown.",
        DeliveryStatus.Suppressed => "Not sent, by rule or by choice of the person.",
        DeliveryStatus.Expired => "Its time to live ended before it could go out.",
        DeliveryStatus.Failed => "Given up; it will not be tried again by itself.",
        DeliveryStatus.Cancelled => "Cancelled before it went out.",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A state without words."),
    };

    /// <summary>The state as the short answer to "and?", where no reason says more.</summary>
    public static string Waits(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Scheduled => "Waits for its time",
        DeliveryStatus.Queued => "Goes out next",
        DeliveryStatus.Sending => "Going out",
        DeliveryStatus.Retrying => "Will retry",
        DeliveryStatus.Held or DeliveryStatus.Delayed => "Waiting",
        _ => Label(status),
    };

    /// <summary>How the state feels.</summary>
    public static Tone Tone(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Sent => Shared.Tone.Ok,
        DeliveryStatus.Queued or DeliveryStatus.Sending => Shared.Tone.Busy,
        DeliveryStatus.Retrying or DeliveryStatus.Held or DeliveryStatus.Expired => Shared.Tone.Warn,
        DeliveryStatus.Failed => Shared.Tone.Bad,
        _ => Shared.Tone.Idle,
    };

    /// <summary>Icon of the state: shape says it too, not colour alone.</summary>
    public static string Icon(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Sent => "check",
        DeliveryStatus.Queued or DeliveryStatus.Sending => "arrow-right",
        DeliveryStatus.Retrying => "refresh",
        DeliveryStatus.Held => "pause",
        DeliveryStatus.Scheduled or DeliveryStatus.Delayed or DeliveryStatus.Expired => "clock",
        DeliveryStatus.Failed => "close",
        _ => "dash",
    };

    /// <summary>A reason in words, empty for none.</summary>
    public static string Reason(DeliveryReason reason) => reason switch
    {
        DeliveryReason.None => "",
        DeliveryReason.PreferenceOptedOut => "The person opted out",
        DeliveryReason.ChannelOff => "The channel is off",
        DeliveryReason.QuietHours => "Quiet hours",
        DeliveryReason.FrequencyCap => "Too many in a short time",
        DeliveryReason.StaleToken => "Device not seen for long",
        DeliveryReason.DeviceMuted => "Muted on the device",
        DeliveryReason.NoDevice => "No device",
        DeliveryReason.TtlExpired => "Time to live ended",
        DeliveryReason.TokenDead => "The vendor says the token is gone",
        DeliveryReason.RetriesExhausted => "All retries used up",
        DeliveryReason.ContentBad => "The vendor refused the content",
        DeliveryReason.CredentialBad => "The vendor refused the credential",
        DeliveryReason.Cancelled => "Cancelled",
        DeliveryReason.Holdout => "In the holdout group",
        DeliveryReason.DeviceRetired => "The device is retired",
        DeliveryReason.ChannelNotConfigured => "No credential for this provider",
        DeliveryReason.ProviderTrouble => "The vendor has trouble",
        DeliveryReason.DeviceSlow => "The device gets too many",
        DeliveryReason.Poison => "Broke the worker three times",
        DeliveryReason.Superseded => "A newer one took its place",
        DeliveryReason.CredentialPaused => "The credential is paused",
        DeliveryReason.TokenQuarantined => "The token is set aside until the vendor's word is trusted again",
        DeliveryReason.ProviderResting => "The provider rests after failures",
        DeliveryReason.RateLimited => "Over a sending limit",
        DeliveryReason.MutedByPerson => "The person muted everything",
        DeliveryReason.ReadElsewhere => "Read elsewhere before",
        DeliveryReason.FallbackWait => "Waits whether it is read elsewhere",
        DeliveryReason.Bundled => "Summed up with others of its kind",
        DeliveryReason.Presence => "The person sees it in the inbox",
        DeliveryReason.TypeOff => "Turned off for this type",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without words."),
    };
}
