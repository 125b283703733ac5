using NotifyHub.Sandbox.Faults;

namespace NotifyHub.Sandbox.Expo;

/// <summary>
/// Which of Expo's two answers a scripted fault strikes. A word of Expo's tickets (<c>f400.MessageRateExceeded</c>, <c>f410</c>) strikes the message's own
/// ticket; the same behind <c>receipt</c> (<c>f400.receipt.InvalidCredentials</c>, <c>f410.receipt</c>) its receipt, and <c>f404.receipt</c> means that none ever comes.
/// Everything else strikes the whole request, with all the messages in it.
/// </summary>
/// <param name="Ticket">The error in the ticket.</param>
/// <param name="Receipt">The error in the receipt.</param>
/// <param name="NoReceipt">There is never a receipt.</param>
internal readonly record struct ExpoFault(string? Ticket, string? Receipt, bool NoReceipt)
{
    private const string ReceiptPart = "receipt";
    private const string Dead = "DeviceNotRegistered";

    private static readonly string[] Words =
        [Dead, "MessageTooBig", "MessageRateExceeded", "MismatchSenderId", "InvalidCredentials", "DeveloperError", "ExpoError", "ProviderError", "UNAUTHORIZED"];

    /// <summary>What the fault means for one message; null when it strikes the whole request.</summary>
    public static ExpoFault? Of(ScriptedFault? fault)
    {
        if (fault is not { Kind: FaultKind.Status })
        {
            return fault is null ? default(ExpoFault) : null;
        }

        var parts = fault.Reason?.Split('.', 2) ?? [];
        if (parts is [ReceiptPart, ..])
        {
            return fault.Status == 404 ? new ExpoFault(null, null, NoReceipt: true) : new ExpoFault(null, parts.ElementAtOrDefault(1) ?? Dead, NoReceipt: false);
        }

        return fault switch
        {
            { Status: 410, Reason: null } => new ExpoFault(Dead, null, NoReceipt: false),
            { Status: < 500, Reason: { } word } when Words.Contains(word, StringComparer.Ordinal) => new ExpoFault(word, null, NoReceipt: false),
            _ => null,
        };
    }
}
