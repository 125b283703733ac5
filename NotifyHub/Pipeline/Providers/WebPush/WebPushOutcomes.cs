using System.Collections.Frozen;
using System.Globalization;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>What each answer of a push service means (RFC 8030). Push services agree on statuses only: their bodies are kept, not read.</summary>
internal static class WebPushOutcomes
{
    /// <summary>Status to meaning; 5xx and all that is not here are tried again.</summary>
    public static readonly FrozenDictionary<int, OutcomeKind> Table = new Dictionary<int, OutcomeKind>
    {
        [200] = OutcomeKind.Accepted,
        [201] = OutcomeKind.Accepted,
        [202] = OutcomeKind.Accepted,
        [400] = OutcomeKind.ContentBad,
        [401] = OutcomeKind.CredentialBad,
        [403] = OutcomeKind.CredentialBad,
        [404] = OutcomeKind.TokenDead,
        [406] = OutcomeKind.ContentBad,
        [410] = OutcomeKind.TokenDead,
        [413] = OutcomeKind.ContentBad,
        [415] = OutcomeKind.ContentBad,
        [429] = OutcomeKind.TokenSlow,
    }.ToFrozenDictionary();

    /// <summary>The outcome of an answer to a message that asked for <paramref name="timeToLive"/> seconds.</summary>
    public static ProviderOutcome Read(VendorAnswer answer, DeviceTarget target, long timeToLive, DateTimeOffset now)
    {
        if (answer.Fault is { } fault)
            return fault.AsRetry() with { Kind = fault.Code == TransportFault.EgressRefused ? OutcomeKind.ContentBad : OutcomeKind.Retry };
        var status = answer.Status!.Value;
        var kind = Table.GetValueOrDefault(status, OutcomeKind.Retry);
        if (kind == OutcomeKind.Accepted)
            return new(kind) { Status = status, MessageId = VendorText.Id(answer.Header("Location")), GrantedTimeToLive = Granted(answer.Header("TTL"), timeToLive) };

        // A success of a kind that RFC 8030 does not know is no proof, yet it may have been one.
        return VendorOutcome.Of(kind, VendorOutcome.StatusCode(status), answer, now, target.Token, PathOf(target.Token), target.P256dh, target.Auth)
            with { MaybeDelivered = status is > 202 and < 300 };
    }

    private static TimeSpan? Granted(string? header, long asked) =>
        long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < asked ? TimeSpan.FromSeconds(seconds) : null;

    // The part of an endpoint that is its secret, as a push service would quote it.
    private static string? PathOf(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.AbsolutePath.Trim('/') is { Length: >= 8 } path ? path : null;
}
