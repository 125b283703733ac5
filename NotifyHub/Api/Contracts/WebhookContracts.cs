using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Webhooks;

namespace NotifyHub.Api.Contracts;

/// <summary>A place of the project's own that is told what happens.</summary>
public sealed record WebhookBody
{
    /// <summary>https, public, at most 2000 characters.</summary>
    public required string Url { get; init; }
    /// <summary>At least one of delivery.sent, delivery.failed, delivery.acked, delivery.opened, device.retired, notification.completed, preference.changed.</summary>
    public required IReadOnlyList<string> Events { get; init; }
    /// <summary>For people, at most 200 characters.</summary>
    public string? Description { get; init; }
    /// <summary>Whether anything is posted; true when not given. Switching on forgets the failures.</summary>
    public bool? Enabled { get; init; }

    internal WebhookWish Wish => new(Url, Events, Description, Enabled ?? true);
}

/// <summary>A new secret.</summary>
public sealed record WebhookRotation
{
    /// <summary>Hours for which the old secret signs too, 0 to 168; 24 when not given.</summary>
    public int? OverlapHours { get; init; }
}

/// <summary>A webhook.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="Url">Where to.</param>
/// <param name="Events">What it is told.</param>
/// <param name="Description">For people.</param>
/// <param name="Enabled">Whether anything is posted.</param>
/// <param name="StoppedReason">byHand, failing (nothing taken for five days) or gone (it answered 410); null while it is enabled.</param>
/// <param name="StoppedAt">Since when.</param>
/// <param name="FailingSince">First failure since the last success.</param>
/// <param name="LastSuccessAt">Last success, to the minute.</param>
/// <param name="LastError">Why the last try failed.</param>
/// <param name="Secret">Shown once, in the answer to the request that made it (and not in a repeated answer).</param>
/// <param name="OldSecretUntil">Until when the secret before signs too.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
public sealed record WebhookAnswer(
    string Id, string Url, IReadOnlyList<string> Events, string? Description, bool Enabled, WebhookStop? StoppedReason, DateTimeOffset? StoppedAt, DateTimeOffset? FailingSince,
    DateTimeOffset? LastSuccessAt, string? LastError, string? Secret, DateTimeOffset? OldSecretUntil, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static WebhookAnswer From(WebhookEndpoint row) => From(new WebhookIssued(row, null));

    /// <summary>What is kept for a repeated request holds no secret.</summary>
    internal static WebhookAnswer Kept(WebhookIssued issued) => From(issued with { Secret = null });

    internal static WebhookAnswer From(WebhookIssued issued)
    {
        var row = issued.Endpoint;
        return new WebhookAnswer(
            RowId.Format(RowId.Webhook, row.Id), row.Url, WebhookEvents.NamesIn(row.Events), row.Description, row.Stop == WebhookStop.None, row.Stop == WebhookStop.None ? null : row.Stop, row.StoppedAt,
            row.FailingSince, row.LastSuccessAt, row.LastError, issued.Secret, row.OldSecretUntil, row.CreatedAt, row.UpdatedAt);
    }
}

/// <summary>All webhooks of the project.</summary>
/// <param name="Items">Oldest first, at most 20.</param>
public sealed record WebhookList(IReadOnlyList<WebhookAnswer> Items);

/// <summary>What a test brought.</summary>
/// <param name="Id">The message: webhook-id of what was posted.</param>
/// <param name="Delivered">Whether it was taken (2xx).</param>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Error">Why not.</param>
/// <param name="Body">Start of the answer.</param>
/// <param name="DurationMs">How long it took.</param>
public sealed record WebhookTestAnswer(string Id, bool Delivered, int? Status, string? Error, string? Body, int DurationMs)
{
    internal static WebhookTestAnswer From(WebhookTest test) =>
        new(RowId.Format(RowId.WebhookMessage, test.MessageId), test.Answer.Fault is null, test.Answer.Status, test.Answer.Fault, test.Answer.Body, (int)test.Answer.Took.TotalMilliseconds);
}

/// <summary>A message to a webhook.</summary>
/// <param name="Id">Value of webhook-id, the same over all tries.</param>
/// <param name="Event">Its type.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="State">pending, delivered or failed (given up).</param>
/// <param name="Tries">Tries since it was written or sent again.</param>
/// <param name="Status">HTTP status of the last try; null when no answer came.</param>
/// <param name="Error">Why the last try failed.</param>
/// <param name="CreatedAt">When the fact was stored.</param>
/// <param name="DeliveredAt">When it was taken.</param>
/// <param name="NextTryAt">When it is tried next.</param>
public record WebhookMessageItem(
    string Id, string Event, string? Subject, WebhookMessageState State, int Tries, int? Status, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? DeliveredAt, DateTimeOffset? NextTryAt)
{
    internal static WebhookMessageItem From(WebhookMessage row) => new(
        RowId.Format(RowId.WebhookMessage, row.Id), WebhookEvents.NameOf(row.Event), row.Subject, row.State, row.Tries, row.LastStatus, row.LastError, row.CreatedAt, row.DeliveredAt, row.DueAt);
}

/// <summary>A message with what is posted and every try.</summary>
public sealed record WebhookMessageAnswer : WebhookMessageItem
{
    private WebhookMessageAnswer(WebhookMessageItem item) : base(item)
    {
    }

    /// <summary>As it is posted.</summary>
    public required JsonNode Body { get; init; }

    /// <summary>The first first, the last 100.</summary>
    public required IReadOnlyList<WebhookAttemptItem> Attempts { get; init; }

    internal static WebhookMessageAnswer From(WebhookMessage row, IReadOnlyList<WebhookAttempt> attempts) =>
        new(From(row)) { Body = JsonNode.Parse(row.Body)!, Attempts = [.. attempts.Select(WebhookAttemptItem.From)] };
}

/// <summary>One try.</summary>
/// <param name="At">When its answer came.</param>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Body">Start of the answer, at most 1 KB.</param>
/// <param name="DurationMs">How long it took.</param>
public sealed record WebhookAttemptItem(DateTimeOffset At, int? Status, string? Error, string? Body, int DurationMs)
{
    internal static WebhookAttemptItem From(WebhookAttempt row) => new(row.At, row.Status, row.Error, row.Body, row.DurationMs);
}

/// <summary>How many are sent again.</summary>
/// <param name="Replayed">Messages; at most 1000 a request.</param>
public sealed record WebhookReplayAnswer(int Replayed);
