using System.Collections.Frozen;

namespace NotifyHub.Pipeline.Providers.Webhook;

/// <summary>What a receiver's status means (Standard Webhooks, Deliverability: 2xx is success, 410 ends the endpoint, 429 and 502 ask to slow down).</summary>
internal static class WebhookOutcomes
{
    private static readonly TimeSpan OverloadFloor = TimeSpan.FromSeconds(10);

    /// <summary>Status to outcome. What is not here and no 2xx is tried again: receivers answer anything while they are being mended.</summary>
    public static readonly FrozenDictionary<int, OutcomeKind> Table = new Dictionary<int, OutcomeKind>
    {
        [410] = OutcomeKind.TokenDead,
        [413] = OutcomeKind.ContentBad,
        [408] = OutcomeKind.Retry,
        [425] = OutcomeKind.Retry,
        [429] = OutcomeKind.Retry,
    }.ToFrozenDictionary();

    /// <summary>The outcome of an answer.</summary>
    /// <param name="answer">What came.</param>
    /// <param name="address">Kept out of what is written down.</param>
    /// <param name="now">For Retry-After.</param>
    public static ProviderOutcome Read(VendorAnswer answer, string address, DateTimeOffset now)
    {
        // Never on the public internet: trying again would not change it.
        if (answer.Fault is { } fault) return fault.AsRetry() with { Kind = fault.Code == TransportFault.EgressRefused ? OutcomeKind.ContentBad : OutcomeKind.Retry };
        var status = answer.Status!.Value;
        if (status is >= 200 and < 300) return new(OutcomeKind.Accepted) { Status = status };
        var known = Table.TryGetValue(status, out var kind);
        var outcome = VendorOutcome.Of(known ? kind : OutcomeKind.Retry, VendorOutcome.StatusCode(status), answer, now, address, Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.PathAndQuery is "/" ? null : url.PathAndQuery : null);
        return status is 429 or >= 500 ? outcome with { RetryFloor = OverloadFloor } : known || status is < 400 ? outcome
            // Somebody mends a receiver within hours or not at all.
            : outcome with { MostTries = FewTries };
    }

    /// <summary>Calls to a receiver that answers with a refusal of its own.</summary>
    public const int FewTries = 5;
}
