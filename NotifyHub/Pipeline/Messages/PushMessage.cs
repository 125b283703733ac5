using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Messages;

/// <summary>What an app asked to be shown, free of any vendor's field. Stored once per notification as JSON (camelCase), rendered per vendor.</summary>
public sealed record PushMessage
{
    /// <summary>First line. Null for a silent or localised message.</summary>
    public string? Title { get; init; }
    /// <summary>Second line (APNs only; other vendors leave it out).</summary>
    public string? Subtitle { get; init; }
    /// <summary>The text.</summary>
    public string? Body { get; init; }
    /// <summary>The app's own keys. Any JSON; vendors that carry strings only get the compact JSON of non-strings. Never holds <c>notifyhub_*</c> keys.</summary>
    public JsonObject? Data { get; init; }
    /// <summary>low, normal or high. Null means high for an alert and normal for a silent push.</summary>
    public PushPriority? Priority { get; init; }
    /// <summary>Replaces the message of the same key that waits or shows. At most 64 bytes in UTF-8.</summary>
    public string? CollapseKey { get; init; }
    /// <summary>Sound name, "default", or null for none.</summary>
    public string? Sound { get; init; }
    /// <summary>App icon badge, 0 clears it.</summary>
    public int? Badge { get; init; }
    /// <summary>Android notification channel.</summary>
    public string? ChannelId { get; init; }
    /// <summary>min, low, default, high or max (Android).</summary>
    public string? ChannelImportance { get; init; }
    /// <summary>Action category (APNs <c>category</c>, Android <c>click_action</c>).</summary>
    public string? Category { get; init; }
    /// <summary>passive, active, timeSensitive or critical.</summary>
    public string? InterruptionLevel { get; init; }
    /// <summary>Groups notifications (APNs <c>thread-id</c>).</summary>
    public string? ThreadIdentifier { get; init; }
    /// <summary>Lets an iOS service extension change the message before it shows.</summary>
    public bool MutableContent { get; init; }
    /// <summary>Wakes the app in the background, beside an alert.</summary>
    public bool ContentAvailable { get; init; }
    /// <summary>Nothing is shown: background push type, low priority, data only.</summary>
    public bool Silent { get; init; }
    /// <summary>https image.</summary>
    public string? ImageUrl { get; init; }
    /// <summary>Buttons; none is an empty list, also when stored JSON leaves it out.</summary>
    public IReadOnlyList<PushAction> Actions { get; init => field = value ?? []; } = [];
    /// <summary>Keys that the device looks up in its own language.</summary>
    public PushLocalization? Localization { get; init; }
    /// <summary>Where a tap leads. Travels as <c>notifyhub_route</c>.</summary>
    public JsonObject? Route { get; init; }
    /// <summary>Merged into the vendor's own request last (APNs root; may hold <c>headers</c> and <c>payload</c>).</summary>
    public JsonObject? ApnsOverride { get; init; }
    /// <summary>Merged into FCM's <c>message</c>.</summary>
    public JsonObject? FcmOverride { get; init; }
    /// <summary>Merged into the Web Push plaintext; <c>headers</c> may set Urgency and Topic.</summary>
    public JsonObject? WebPushOverride { get; init; }
    /// <summary>Merged into Huawei's <c>message</c>.</summary>
    public JsonObject? HuaweiOverride { get; init; }
    /// <summary>Merged into MiPush's form: field to text or number.</summary>
    public JsonObject? MiPushOverride { get; init; }
    /// <summary>Merged into Expo's message.</summary>
    public JsonObject? ExpoOverride { get; init; }
    /// <summary>What a mail says in place of the words above; from a template. Pushes know nothing of it.</summary>
    public MailWords? Mail { get; init; }
    /// <summary>What the inbox says in place of the words above; from a template. Pushes know nothing of it.</summary>
    public InboxWords? Inbox { get; init; }
    /// <summary>A change to what the lock screen follows; only APNs carries one.</summary>
    public PushLiveActivity? LiveActivity { get; init; }

    /// <summary>At most 200 characters for lists, never half a surrogate pair.</summary>
    public static string? Excerpt(string? text)
    {
        const int max = 200;
        if (text is null || text.Length <= max)
        {
            return text;
        }
        return char.IsHighSurrogate(text[max - 1]) ? text[..(max - 1)] : text[..max];
    }
}

/// <summary>How soon a device should be woken.</summary>
public enum PushPriority { Low, Normal, High }

/// <summary>A button under a notification.</summary>
/// <param name="Id">What comes back with the interaction, 1 to 64 characters.</param>
/// <param name="Title">What the button says.</param>
/// <param name="IsTextInput">Opens a text field; the reply comes back as replyText.</param>
/// <param name="IsDestructive">Shown in red where the platform can.</param>
public sealed record PushAction(string Id, string Title, bool IsTextInput = false, bool IsDestructive = false);

/// <summary>A start, change or end of a live activity (Apple, "Starting and updating Live Activities with ActivityKit push notifications"). Times are epoch seconds, as Apple wants them.</summary>
public sealed record PushLiveActivity
{
    /// <summary>start, update or end.</summary>
    public required string Event { get; init; }
    /// <summary>When this state was true: a device drops what is older than what it shows.</summary>
    public required long Timestamp { get; init; }
    /// <summary>What the activity shows, as the app's ContentState decodes it.</summary>
    public JsonObject? ContentState { get; init; }
    /// <summary>From then on it is shown as out of date.</summary>
    public long? StaleDate { get; init; }
    /// <summary>When an ended one leaves the lock screen.</summary>
    public long? DismissalDate { get; init; }
    /// <summary>Of start: name of the app's ActivityAttributes type.</summary>
    public string? AttributesType { get; init; }
    /// <summary>Of start: what does not change while it runs.</summary>
    public JsonObject? Attributes { get; init; }
    /// <summary>Which of several activities goes first.</summary>
    public double? RelevanceScore { get; init; }
}

/// <summary>Words of a mail.</summary>
/// <param name="Subject">One line; the message's title when empty.</param>
/// <param name="Text">For readers without HTML; the message's own words when null.</param>
/// <param name="Html">A document or a part of one; the text when null.</param>
public sealed record MailWords(string Subject, string? Text, string? Html);

/// <summary>Words of an item in the inbox.</summary>
/// <param name="Title">First line.</param>
/// <param name="Body">The text; null for none.</param>
/// <param name="ImageUrl">https picture in place of the message's own.</param>
/// <param name="Link">Where it leads in place of where the message leads: a path, or an https address.</param>
public sealed record InboxWords(string Title, string? Body, string? ImageUrl, string? Link);

/// <summary>Keys and arguments for the device's own string table.</summary>
public sealed record PushLocalization(string? TitleKey, IReadOnlyList<string> TitleArgs, string? BodyKey, IReadOnlyList<string> BodyArgs);
