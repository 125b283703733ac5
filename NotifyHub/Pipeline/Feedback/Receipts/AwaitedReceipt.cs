using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Feedback.Receipts;

/// <summary>A sent delivery whose receipt is ours to ask for.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="ProjectId">Owner.</param>
/// <param name="Provider">The relay.</param>
/// <param name="DeviceId">To whom.</param>
/// <param name="Ticket">The relay's id of the message.</param>
/// <param name="SentAt">When the relay took it.</param>
/// <param name="Tries">Calls so far that used retry budget.</param>
/// <param name="ExpiresAt">End of its life.</param>
/// <param name="ClaimedUntil">The mark of our claim: what is written is written only while the row still has it.</param>
internal sealed record AwaitedReceipt(
    long Id, long ProjectId, ProviderKind Provider, long DeviceId, string Ticket, DateTimeOffset SentAt, int Tries, DateTimeOffset? ExpiresAt, DateTimeOffset ClaimedUntil);
