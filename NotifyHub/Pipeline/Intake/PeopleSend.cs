using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Pipeline.Intake;

/// <summary>Something that people should know, over the channels that each chose for its type; the body of POST /v1/notifications.</summary>
public sealed record PeopleSend : ICarriesIdempotencyKey
{
    /// <summary>Key of the type (GET /v1/types), such as job.completed: it says over which channels this goes.</summary>
    public required string Type { get; init; }
    /// <summary>An object with one of user, users (at most 1000), topic, segment, team (true).</summary>
    public required JsonElement To { get; init; }
    /// <summary>What it says; this or template.</summary>
    public PeopleContent? Content { get; init; }
    /// <summary>Words from a template, in each reader's language, in place of content's title, subtitle and body.</summary>
    public PushSendTemplate? Template { get; init; }
    /// <summary>Where a tap on a push leads; content.link when left out.</summary>
    public PushRoute? Route { get; init; }
    /// <summary>low, normal, high or critical; normal when left out, critical for a critical type.</summary>
    public string? Priority { get; init; }
    /// <summary>Only these of the type's channels: in_app, email, mobile_push, web_push, slack, telegram, webhook.</summary>
    public IReadOnlyList<string>? Channels { get; init; }
    /// <summary>Not before this time, by what people want then; in the past means now; at most 400 days ahead.</summary>
    public DateTimeOffset? SendAt { get; init; }
    /// <summary>Seconds that it may wait, 0 to 2419200 (28 days). Items in the inbox stay.</summary>
    public int? Ttl { get; init; }
    /// <summary>Category that recipients may opt out of; the type's when left out.</summary>
    public string? Category { get; init; }
    /// <summary>What it is bundled by beside its type, 1 to 64 characters: many of one key become one summary.</summary>
    public string? DigestKey { get; init; }
    /// <summary>The same as the header Idempotency-Key, 1 to 255 characters.</summary>
    public string? IdempotencyKey { get; init; }
    /// <summary>The caller's own id for this event, at most 128 characters; found again in lists and traces.</summary>
    public string? CorrelationId { get; init; }
    /// <summary>Stores and sends nothing: answers 200 with what would become of it for each person, channel and endpoint, and why.</summary>
    public bool DryRun { get; init; }
    /// <summary>It tells of several things at once: buttons of its type would do nothing to any of them.</summary>
    internal bool IsSummary { get; init; }
}

/// <summary>What a notification says.</summary>
public sealed record PeopleContent
{
    /// <summary>First line, the subject of a mail.</summary>
    public string? Title { get; init; }
    /// <summary>Second line.</summary>
    public string? Subtitle { get; init; }
    /// <summary>The text.</summary>
    public string? Body { get; init; }
    /// <summary>Picture, https.</summary>
    public string? ImageUrl { get; init; }
    /// <summary>Where it leads: a path that begins with a slash, or an https address. At most 2048 characters.</summary>
    public string? Link { get; init; }
    /// <summary>The app's own keys, for pushes and webhooks.</summary>
    public JsonObject? Data { get; init; }
}

/// <summary>What was stored of it.</summary>
/// <param name="NotificationId">The notification's row.</param>
/// <param name="At">When it was accepted.</param>
/// <param name="IsScheduled">It waits for its time.</param>
/// <param name="Recipients">People who were named and are known; null where the target is found out later.</param>
/// <param name="Unknown">Names of whom the project knows nothing.</param>
/// <param name="Warning">What its sender should know; null for nothing.</param>
public sealed record AcceptedPeople(long NotificationId, DateTimeOffset At, bool IsScheduled, int? Recipients, IReadOnlyList<string> Unknown, string? Warning = null);
