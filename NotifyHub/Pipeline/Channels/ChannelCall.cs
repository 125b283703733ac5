using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Channels;

/// <summary>One message to one endpoint, as its rows say it.</summary>
/// <param name="ProjectId">Owner.</param>
/// <param name="DeliveryId">Shown to the device as its message id.</param>
/// <param name="Provider">Kind of the endpoint.</param>
/// <param name="DeviceId">The token is sealed to this row.</param>
/// <param name="SealedToken">The token, sealed.</param>
/// <param name="Environment">production, sandbox, or null while unconfirmed.</param>
/// <param name="RegisteredAt">Last registration of the token.</param>
/// <param name="Message">What to show; one instance for all deliveries of a notification.</param>
/// <param name="ExpiresAt">Never sent at or after this; null when it does not expire.</param>
public sealed record ChannelCall(
    long ProjectId, long DeliveryId, ProviderKind Provider, long DeviceId, byte[] SealedToken, string? Environment, DateTimeOffset RegisteredAt,
    PushMessage Message, DateTimeOffset? ExpiresAt);

/// <summary>What came of it.</summary>
/// <param name="Outcome">The answer, classified.</param>
/// <param name="Duration">From the first byte to the answer.</param>
public readonly record struct ChannelAnswer(ProviderOutcome Outcome, TimeSpan Duration);
