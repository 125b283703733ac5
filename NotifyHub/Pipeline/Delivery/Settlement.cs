using NotifyHub.Pipeline.Channels;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>A delivery's exit, with the call that led to it when there was one.</summary>
/// <param name="Delivery">Whose.</param>
/// <param name="Exit">How it leaves.</param>
/// <param name="Answer">The vendor's answer; null when no call was made.</param>
/// <param name="At">When.</param>
/// <param name="Slot">Its place in the ledger until the result is written.</param>
internal readonly record struct Settlement(ClaimedDelivery Delivery, DeliveryExit Exit, ChannelAnswer? Answer, DateTimeOffset At, int Slot = 0);
