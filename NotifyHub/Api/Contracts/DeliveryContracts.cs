using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Contracts;

/// <summary>Where a delivery stands.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="NotificationId">What it is part of.</param>
/// <param name="Device">To whom.</param>
/// <param name="Provider">apns, fcm, webpush, huawei, mipush or expo.</param>
/// <param name="Status">scheduled, queued, sending, retrying, held, delayed, sent, suppressed, expired, failed or cancelled. sent means that the vendor accepted it.</param>
/// <param name="ProviderOutcome">The vendor's answer in our words (Accepted, TokenDead, ...); without one, the reason (PreferenceOptedOut, DeviceRetired, ...).</param>
/// <param name="Reason">Why it ended or waits; null when there is nothing to say.</param>
/// <param name="Error">The vendor's own word, such as BadDeviceToken.</param>
/// <param name="ProviderMessageId">The vendor's id of the message.</param>
/// <param name="RelayReceipt">Of a relay (Expo), which answers again after 15 minutes: waiting, ok (Apple or Google took it), error or unknown (none came in a day). Null for other vendors.</param>
/// <param name="RelayReceiptError">The relay's word when its receipt tells of a failure.</param>
/// <param name="RetryCount">Calls to the vendor after the first.</param>
/// <param name="MaybeDuplicate">A call ended without an answer: the device may get it twice.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="UpdatedAt">Its last change.</param>
/// <param name="DueAt">Not before this.</param>
/// <param name="ExpiresAt">Never sent after this.</param>
/// <param name="SentAt">When the vendor accepted it.</param>
/// <param name="AckedAt">When the device confirmed it.</param>
/// <param name="OpenedAt">When it was opened.</param>
public record Receipt(
    string Id, string NotificationId, string Device, string Provider, string Status, string? ProviderOutcome, string? Reason, string? Error, string? ProviderMessageId,
    string? RelayReceipt, string? RelayReceiptError, int RetryCount, bool MaybeDuplicate, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset DueAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? SentAt, DateTimeOffset? AckedAt, DateTimeOffset? OpenedAt)
{
    /// <summary>From the row.</summary>
    public static Receipt From(DeliveryTask row)
    {
        var reason = row.Reason == DeliveryReason.None ? null : row.Reason.ToString();
        return new Receipt(
            RowId.Format(RowId.Delivery, row.Id), RowId.Format(RowId.Notification, row.NotificationId), RowId.Format(RowId.Device, row.DeviceId), row.Provider.Wire(),
            WireNames.Of(row.Status), row.Outcome ?? reason, reason, row.Error, row.ProviderMessageId,
            row.Receipt == ReceiptState.None ? null : row.Receipt.ToString().ToLowerInvariant(), row.ReceiptError, Math.Max(0, row.Attempts - 1), row.MaybeDuplicate,
            row.CreatedAt, row.UpdatedAt, row.DueAt, row.ExpiresAt, row.SentAt, row.AckedAt, row.OpenedAt);
    }
}

/// <summary>Which receipts are wanted.</summary>
public sealed record ReceiptsRequest
{
    /// <summary>1 to 1000 delivery ids.</summary>
    public required IReadOnlyList<string> Ids { get; init; }
}

/// <summary>Receipts of many deliveries.</summary>
/// <param name="Receipts">In the order asked for.</param>
/// <param name="Unknown">Ids that name no delivery of this project.</param>
public sealed record ReceiptsAnswer(IReadOnlyList<Receipt> Receipts, IReadOnlyList<string> Unknown);

/// <summary>A delivery with its history.</summary>
public sealed record DeliveryAnswer : Receipt
{
    private DeliveryAnswer(Receipt delivery) : base(delivery)
    {
    }

    /// <summary>Calls to the vendor, first one first.</summary>
    public required IReadOnlyList<AttemptAnswer> Attempts { get; init; }

    /// <summary>What the device said.</summary>
    public required IReadOnlyList<InteractionAnswer> Interactions { get; init; }

    /// <summary>From the rows.</summary>
    public static DeliveryAnswer From(DeliveryTask row, IReadOnlyList<Attempt> attempts, IReadOnlyList<Interaction> interactions) => new(From(row))
    {
        Attempts = [.. attempts.Select(AttemptAnswer.From)],
        Interactions = [.. interactions.Select(InteractionAnswer.From)],
    };
}

/// <summary>One call to a vendor.</summary>
/// <param name="Attempt">1, 2, 3 ...; a receipt has the number of the call that it is about.</param>
/// <param name="IsReceipt">What a relay (Expo) said later of the call, and no call of its own.</param>
/// <param name="Outcome">Accepted, Retry, TokenDead, ...</param>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Code">The vendor's own word, or ours when no answer came.</param>
/// <param name="ProviderMessageId">The vendor's id of the message.</param>
/// <param name="Body">The answer's body, at most 2 KB, tokens redacted.</param>
/// <param name="DurationMs">How long the answer took.</param>
/// <param name="RetryInMs">Wait until the next try, when there is one.</param>
/// <param name="At">When the answer came.</param>
public sealed record AttemptAnswer(int Attempt, bool IsReceipt, string Outcome, int? Status, string? Code, string? ProviderMessageId, string? Body, int DurationMs, long? RetryInMs, DateTimeOffset At)
{
    internal static AttemptAnswer From(Attempt row) => new(row.Number, row.IsReceipt, row.Outcome, row.Status, row.Code, row.ProviderMessageId, row.Body, row.DurationMs, row.RetryInMs, row.At);
}

/// <summary>What the device said.</summary>
/// <param name="EventType">received, opened, dismissed, action or reply.</param>
/// <param name="ActionId">Which button.</param>
/// <param name="ReplyText">The text of a reply.</param>
/// <param name="SessionId">The app's session.</param>
/// <param name="At">By the device's clock, never later than receivedAt.</param>
/// <param name="ReceivedAt">When it arrived here.</param>
public sealed record InteractionAnswer(InteractionKind EventType, string? ActionId, string? ReplyText, string? SessionId, DateTimeOffset At, DateTimeOffset ReceivedAt)
{
    internal static InteractionAnswer From(Interaction row) => new(row.Kind, row.ActionId, row.ReplyText, row.SessionId, row.At, row.ReceivedAt);
}
