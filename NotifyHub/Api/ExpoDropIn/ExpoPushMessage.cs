using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Api.ExpoDropIn;

/// <summary>A message as Expo's server API takes it.</summary>
public sealed record ExpoPushMessage
{
    /// <summary>An Expo push token, or an array of them: ExponentPushToken[dev_...] for any device of the project, or the token that Expo gave the app.</summary>
    public required JsonElement To { get; init; }
    /// <summary>The app's own keys.</summary>
    public JsonObject? Data { get; init; }
    /// <summary>First line. Without title and body the message is data for the app only.</summary>
    public string? Title { get; init; }
    /// <summary>Second line (iOS).</summary>
    public string? Subtitle { get; init; }
    /// <summary>The text.</summary>
    public string? Body { get; init; }
    /// <summary>A sound's name, default, null, or {critical, name, volume} (iOS).</summary>
    public JsonElement? Sound { get; init; }
    /// <summary>Seconds that it may wait; more than four weeks are four weeks.</summary>
    public double? Ttl { get; init; }
    /// <summary>Not after this time, in seconds since 1970; ttl wins.</summary>
    public double? Expiration { get; init; }
    /// <summary>default, normal or high.</summary>
    public string? Priority { get; init; }
    /// <summary>active, critical, passive or time-sensitive (iOS).</summary>
    public string? InterruptionLevel { get; init; }
    /// <summary>App icon badge; 0 clears it.</summary>
    public int? Badge { get; init; }
    /// <summary>Android notification channel.</summary>
    public string? ChannelId { get; init; }
    /// <summary>Name of the notification's icon (Android).</summary>
    public string? Icon { get; init; }
    /// <summary>Picture.</summary>
    public ExpoRichContent? RichContent { get; init; }
    /// <summary>Action category.</summary>
    public string? CategoryId { get; init; }
    /// <summary>Lets an iOS service extension change the message before it shows.</summary>
    public bool? MutableContent { get; init; }
    /// <summary>Replaces the waiting or shown message of the same key; at most 64 bytes.</summary>
    public string? CollapseId { get; init; }
    /// <summary>The same for Android; collapseId wins.</summary>
    public string? Tag { get; init; }
    /// <summary>Groups notifications (iOS).</summary>
    public string? ThreadId { get; init; }
    /// <summary>The window that a tap brings forward (iOS).</summary>
    public string? TargetContentId { get; init; }
    /// <summary>Place in the summary, 0 to 1 (iOS).</summary>
    public double? RelevanceScore { get; init; }
    /// <summary>Which Focus modes show it (iOS).</summary>
    public string? FilterCriteria { get; init; }
    /// <summary>Wakes the app in the background (iOS).</summary>
    public bool? ContentAvailable { get; init; }
    /// <summary>The older name of contentAvailable.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("_contentAvailable")]
    public bool? OldContentAvailable { get; init; }
}

/// <summary>Picture of a message.</summary>
public sealed record ExpoRichContent
{
    /// <summary>https address.</summary>
    public string? Image { get; init; }
}

/// <summary>Which receipts are wanted.</summary>
public sealed record ExpoReceiptsRequest
{
    /// <summary>At most 1000 ids of tickets.</summary>
    public required IReadOnlyList<string> Ids { get; init; }
}
