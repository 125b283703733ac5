using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Pipeline.Intake;

/// <summary>A push as a caller asks for it; the body of POST /v1/push/send, and what the composer fills in.</summary>
public sealed record PushSend : ICarriesIdempotencyKey
{
    /// <summary>A device id, an array of 1 to 100 device ids, or an object with one of topic, user, users, userFingerprintHex, installation, installations, segment, everyone.</summary>
    public required JsonElement To { get; init; }
    /// <summary>First line. Texts are limited by the size of the translated payload (payload_too_large).</summary>
    public string? Title { get; init; }
    /// <summary>Second line (APNs only).</summary>
    public string? Subtitle { get; init; }
    /// <summary>The text.</summary>
    public string? Body { get; init; }
    /// <summary>Words from a template, in each device's language, in place of title, subtitle, body and localization.</summary>
    public PushSendTemplate? Template { get; init; }
    /// <summary>The app's own keys. Keys that start with notifyhub_ are reserved.</summary>
    public JsonObject? Data { get; init; }
    /// <summary>How it is shown and sent.</summary>
    public PushSendOptions? Options { get; init; }
    /// <summary>Where a tap leads; reaches the device as notifyhub_route.</summary>
    public PushRoute? Route { get; init; }
    /// <summary>Not before this time; in the past means now; at most 400 days ahead.</summary>
    public DateTimeOffset? SendAt { get; init; }
    /// <summary>At this wall time of each recipient's own zone (the device's, else the person's), 2026-06-11T08:00, in place of sendAt; where it is past, now.</summary>
    public string? SendAtLocal { get; init; }
    /// <summary>With sendAtLocal: IANA zone of recipients whose own is not known; the project's when left out.</summary>
    public string? SendAtZone { get; init; }
    /// <summary>Category that recipients may opt out of, at most 64 characters.</summary>
    public string? PreferenceCategory { get; init; }
    /// <summary>Campaign tag for reports, at most 128 characters.</summary>
    public string? CampaignId { get; init; }
    /// <summary>Template tag for reports, at most 128 characters; the template's id when template is given and this is not.</summary>
    public string? TemplateId { get; init; }
    /// <summary>Audience tag for reports, at most 128 characters.</summary>
    public string? AudienceTag { get; init; }
    /// <summary>The same as the header Idempotency-Key, 1 to 255 characters.</summary>
    public string? IdempotencyKey { get; init; }
    /// <summary>Stores and sends nothing: answers 200 with what would become of it for each device, and why.</summary>
    public bool DryRun { get; init; }
    /// <summary>The caller's own id for this event, at most 128 characters; found again in lists and traces.</summary>
    public string? CorrelationId { get; init; }
}

/// <summary>How a push is shown and sent.</summary>
public sealed record PushSendOptions
{
    /// <summary>low, normal, high or critical. Decides the lane here (low: bulk) and the vendor's priority; left out: normal lane, and the vendor's high for an alert.</summary>
    public string? Priority { get; init; }
    /// <summary>Seconds that it may wait, 0 to 2419200 (28 days). 0: at once or never.</summary>
    public int? Ttl { get; init; }
    /// <summary>Replaces the waiting or shown message of the same key; at most 64 bytes.</summary>
    public string? CollapseKey { get; init; }
    /// <summary>Sound name, or default.</summary>
    public string? Sound { get; init; }
    /// <summary>App icon badge; 0 clears it.</summary>
    public int? Badge { get; init; }
    /// <summary>Android notification channel.</summary>
    public string? ChannelId { get; init; }
    /// <summary>min, low, default, high or max (Android).</summary>
    public string? ChannelImportance { get; init; }
    /// <summary>Action category (APNs category, Android click_action).</summary>
    public string? Category { get; init; }
    /// <summary>passive, active, timeSensitive or critical.</summary>
    public string? InterruptionLevel { get; init; }
    /// <summary>Groups notifications (APNs thread-id).</summary>
    public string? ThreadIdentifier { get; init; }
    /// <summary>Lets an iOS service extension change the message before it shows.</summary>
    public bool MutableContent { get; init; }
    /// <summary>Wakes the app in the background, beside an alert.</summary>
    public bool ContentAvailable { get; init; }
    /// <summary>Nothing is shown: data for the app only.</summary>
    public bool Silent { get; init; }
    /// <summary>Picture.</summary>
    public PushRichMedia? RichMedia { get; init; }
    /// <summary>Up to four buttons. Left out, a category of the action catalogue (GET /v1/actions) brings its own; an empty list shows none.</summary>
    public IReadOnlyList<PushSendAction>? Actions { get; init; }
    /// <summary>dueSoon, overdue, inProgress, cancelled or completed: the state of the task that this is about decides category and buttons.</summary>
    public string? TaskState { get; init; }
    /// <summary>Starts, changes or ends a live activity; for devices that registered an activity's token at APNs.</summary>
    public PushSendLiveActivity? LiveActivity { get; init; }
    /// <summary>Keys that the device looks up in its own language.</summary>
    public PushSendLocalization? Localization { get; init; }
    /// <summary>Merged last into APNs' request (may hold headers and payload).</summary>
    public JsonObject? Apns { get; init; }
    /// <summary>Merged last into FCM's message.</summary>
    public JsonObject? Fcm { get; init; }
    /// <summary>Merged last into the Web Push plaintext (headers may set Urgency and Topic).</summary>
    public JsonObject? Webpush { get; init; }
    /// <summary>Merged last into Huawei's message.</summary>
    public JsonObject? Huawei { get; init; }
    /// <summary>Merged last into MiPush's form: field to text or number.</summary>
    public JsonObject? Mipush { get; init; }
    /// <summary>Merged last into Expo's message.</summary>
    public JsonObject? Expo { get; init; }
}

/// <summary>A change to a live activity (ActivityKit).</summary>
public sealed record PushSendLiveActivity
{
    /// <summary>start (needs attributesType, attributes, contentState and a title or body), update (needs contentState) or end.</summary>
    public required string Event { get; init; }
    /// <summary>What the activity shows now, as the app's ContentState decodes it.</summary>
    public JsonObject? ContentState { get; init; }
    /// <summary>When this state was true; the time of the request when left out. A device drops what is older than what it shows.</summary>
    public DateTimeOffset? Timestamp { get; init; }
    /// <summary>From then on it is shown as out of date.</summary>
    public DateTimeOffset? StaleDate { get; init; }
    /// <summary>Of end: when it leaves the lock screen. Left out: Apple's four hours.</summary>
    public DateTimeOffset? DismissalDate { get; init; }
    /// <summary>Of start: name of the app's ActivityAttributes type, 1 to 200 characters.</summary>
    public string? AttributesType { get; init; }
    /// <summary>Of start: what does not change while it runs.</summary>
    public JsonObject? Attributes { get; init; }
    /// <summary>Which of several activities goes first, -1000000 to 1000000.</summary>
    public double? RelevanceScore { get; init; }
}

/// <summary>Picture of a push.</summary>
public sealed record PushRichMedia
{
    /// <summary>https address, at most 2048 characters.</summary>
    public string? ImageUrl { get; init; }
}

/// <summary>A button.</summary>
public sealed record PushSendAction
{
    /// <summary>Comes back with the interaction; 1 to 64 characters, unique in the message.</summary>
    public required string Id { get; init; }
    /// <summary>What the button says; 1 to 100 characters.</summary>
    public required string Title { get; init; }
    /// <summary>Opens a text field.</summary>
    public bool IsTextInput { get; init; }
    /// <summary>Shown in red where the platform can.</summary>
    public bool IsDestructive { get; init; }
}

/// <summary>Keys and arguments for the device's own string table.</summary>
public sealed record PushSendLocalization
{
    /// <summary>Key of the title.</summary>
    public string? TitleKey { get; init; }
    /// <summary>At most 20 arguments of the title.</summary>
    public IReadOnlyList<string>? TitleArgs { get; init; }
    /// <summary>Key of the body.</summary>
    public string? BodyKey { get; init; }
    /// <summary>At most 20 arguments of the body.</summary>
    public IReadOnlyList<string>? BodyArgs { get; init; }
}

/// <summary>Where a tap leads.</summary>
public sealed record PushRoute
{
    /// <summary>openPath (with path), action (with type and payload) or none.</summary>
    public required string Kind { get; init; }
    /// <summary>Of openPath: begins with a slash, at most 2048 characters.</summary>
    public string? Path { get; init; }
    /// <summary>Of action: 1 to 64 characters.</summary>
    public string? Type { get; init; }
    /// <summary>Of action: anything.</summary>
    public JsonObject? Payload { get; init; }
}
