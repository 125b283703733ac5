using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Api.ExpoDropIn;

/// <summary>What Expo's clients are told at once and later, in the words that they know.</summary>
internal static class ExpoTickets
{
    /// <summary>Of a stored delivery.</summary>
    public static ExpoTicket Of(SendTicket ticket, string token) =>
        ticket.Reason == DeliveryReason.DeviceRetired ? NotRegistered(token) : ExpoTicket.Ok(RowId.Format(RowId.Delivery, ticket.DeliveryId));

    /// <summary>The token names no device that can be reached.</summary>
    public static ExpoTicket NotRegistered(string token) => ExpoTicket.Error("DeviceNotRegistered", $"\"{token}\" is not a registered push notification recipient", token);

    /// <summary>The store did not take it.</summary>
    public static ExpoTicket NotStored(string token) => ExpoTicket.Error("ExpoError", "The message was not stored; send it again.", token);

    /// <summary>The message was refused.</summary>
    public static ExpoTicket Refused(RefusedException refused, string token) => ExpoTicket.Error(
        refused.Code switch
        {
            RefusalCode.PayloadTooLarge => "MessageTooBig",
            RefusalCode.DeviceRateLimited => "MessageRateExceeded",
            RefusalCode.UnknownDevice => "DeviceNotRegistered",
            RefusalCode.QueueFull => "ExpoError",
            _ => "DeveloperError",
        }, refused.Message, token);

    /// <summary>Where a delivery stands; null while it is on its way, as Expo leaves out what it does not know yet.</summary>
    public static ExpoReceipt? ReceiptOf(DeliveryTask row) => row switch
    {
        // A relay's own receipt comes a quarter of an hour later, or never.
        { Status: DeliveryStatus.Sent, Receipt: ReceiptState.None or ReceiptState.Ok } => new ExpoReceipt("ok"),
        { Status: DeliveryStatus.Suppressed or DeliveryStatus.Expired or DeliveryStatus.Failed or DeliveryStatus.Cancelled } => new ExpoReceipt("error", Words(row), new ExpoErrorDetails(ErrorOf(row), TokenOf(row))),
        _ => null,
    };

    private static string Words(DeliveryTask row) => $"Not delivered: {row.Reason}{(row.Error is { } word ? $" ({word})" : "")}.";

    private static string TokenOf(DeliveryTask row) => $"ExponentPushToken[{RowId.Format(RowId.Device, row.DeviceId)}]";

    private static string ErrorOf(DeliveryTask row) => row.Reason switch
    {
        DeliveryReason.TokenDead or DeliveryReason.DeviceRetired or DeliveryReason.StaleToken or DeliveryReason.NoDevice => "DeviceNotRegistered",
        DeliveryReason.CredentialBad or DeliveryReason.ChannelNotConfigured => "InvalidCredentials",
        DeliveryReason.ContentBad when row.Error is "MessageTooBig" or "PayloadTooLarge" or "413" => "MessageTooBig",
        DeliveryReason.RetriesExhausted or DeliveryReason.ProviderTrouble or DeliveryReason.TtlExpired => "ProviderError",
        DeliveryReason.DeviceSlow => "MessageRateExceeded",
        DeliveryReason.Poison => "ExpoError",
        // Nobody but the sender can change it: content, an opt-out, a rule, a cancelled send.
        _ => "DeveloperError",
    };
}
