namespace NotifyHub.Pipeline.Messages;

/// <summary>What a relay (a service that passes messages on to Apple and Google) documents of how it wants to be called: facts of its contract, not settings.</summary>
/// <param name="MessagesPerSecond">Messages of one of its projects in a second; beyond that it answers 429.</param>
/// <param name="MessagesPerRequest">Most messages in one request.</param>
/// <param name="ReceiptAfter">How long after its ticket a receipt is there to be asked for.</param>
/// <param name="ReceiptKept">How long after its ticket a receipt can still be had.</param>
/// <param name="ReceiptsPerRequest">Receipts that it advises to ask for in one request.</param>
/// <param name="ReceiptsPerRequestMax">Most receipts in one request.</param>
public sealed record RelayContract(
    int MessagesPerSecond, int MessagesPerRequest, TimeSpan ReceiptAfter, TimeSpan ReceiptKept, int ReceiptsPerRequest, int ReceiptsPerRequestMax)
{
    /// <summary>Expo Push Service (docs.expo.dev, "Sending notifications with Expo's Push API": limits, push tickets, push receipts).</summary>
    public static RelayContract Expo { get; } = new(
        MessagesPerSecond: 600, MessagesPerRequest: 100, ReceiptAfter: TimeSpan.FromMinutes(15), ReceiptKept: TimeSpan.FromHours(24),
        ReceiptsPerRequest: 300, ReceiptsPerRequestMax: 1000);
}
