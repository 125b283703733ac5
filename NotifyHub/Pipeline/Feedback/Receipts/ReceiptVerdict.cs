using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Feedback.Receipts;

/// <summary>What a receipt makes of its delivery. A receipt is the late end of the call that got the ticket, so it leads to the same exits.</summary>
/// <param name="Status">Null: it stays sent.</param>
/// <param name="Reason">Why it is no longer sent.</param>
/// <param name="DueAt">When it is sent again.</param>
/// <param name="Receipt">What is known of the receipt now.</param>
/// <param name="AskAgainAt">When to ask next; null when there is nothing more to ask.</param>
internal readonly record struct ReceiptVerdict(DeliveryStatus? Status, DeliveryReason Reason, DateTimeOffset? DueAt, ReceiptState Receipt, DateTimeOffset? AskAgainAt)
{
    /// <summary>Tries of a delivery in all, as on the retry ladder: six waits, the seventh failure ends it.</summary>
    private const int MostTries = 7;

    /// <summary>Wait before a message is sent again whose receipt told of a passing trouble. The receipt took a quarter of an hour already.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    /// <summary>The same when the device got too many.</summary>
    public static readonly TimeSpan AgainToSlowDevice = TimeSpan.FromMinutes(10);

    /// <summary>Longest time between two questions for the same receipt.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);

    /// <summary>What the relay said.</summary>
    public static ReceiptVerdict Of(ProviderOutcome receipt, AwaitedReceipt awaited, DateTimeOffset now) => receipt.Kind switch
    {
        OutcomeKind.Accepted => new(null, DeliveryReason.None, null, ReceiptState.Ok, null),
        OutcomeKind.TokenDead or OutcomeKind.EnvironmentMismatch => Ended(DeliveryStatus.Failed, DeliveryReason.TokenDead),
        OutcomeKind.ContentBad => Ended(DeliveryStatus.Failed, DeliveryReason.ContentBad),
        OutcomeKind.CredentialBad or OutcomeKind.AuthExpired => Ended(DeliveryStatus.Held, DeliveryReason.CredentialPaused),
        OutcomeKind.TokenSlow => SendAgain(awaited, now, AgainToSlowDevice, DeliveryReason.DeviceSlow),
        _ => SendAgain(awaited, now, Again, DeliveryReason.ProviderTrouble),
    };

    /// <summary>The relay does not know it (yet): asked again after as long as it is old, until the relay keeps it no more.</summary>
    public static ReceiptVerdict Unknown(AwaitedReceipt awaited, RelayContract contract, DateTimeOffset now)
    {
        var gone = awaited.SentAt + contract.ReceiptKept;
        if (now >= gone)
        {
            return new(null, DeliveryReason.None, null, ReceiptState.Unknown, null);
        }
        var pause = TimeSpan.FromTicks(Math.Clamp((now - awaited.SentAt).Ticks, contract.ReceiptAfter.Ticks, LongestPause.Ticks));
        return new(null, DeliveryReason.None, null, ReceiptState.Waiting, now + pause < gone ? now + pause : gone);
    }

    private static ReceiptVerdict Ended(DeliveryStatus status, DeliveryReason reason) => new(status, reason, null, ReceiptState.Error, null);

    private static ReceiptVerdict SendAgain(AwaitedReceipt awaited, DateTimeOffset now, TimeSpan wait, DeliveryReason reason) =>
        awaited.Tries >= MostTries ? Ended(DeliveryStatus.Failed, DeliveryReason.RetriesExhausted)
        : now + wait >= awaited.ExpiresAt ? Ended(DeliveryStatus.Expired, DeliveryReason.TtlExpired)
        : new(DeliveryStatus.Retrying, reason, now + wait, ReceiptState.Error, null);
}
