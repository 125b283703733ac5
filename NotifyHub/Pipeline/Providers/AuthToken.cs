namespace NotifyHub.Pipeline.Providers;

/// <summary>A short-lived proof of who sends (APNs JWT, FCM access token, VAPID JWT), or why none could be had.</summary>
/// <param name="Value">What goes into the Authorization header.</param>
/// <param name="MintedAt">When.</param>
/// <param name="UseUntil">Not to be used from here on.</param>
internal sealed record AuthToken(string Value, DateTimeOffset MintedAt, DateTimeOffset UseUntil)
{
    /// <summary>Set when minting failed: what the send ends as.</summary>
    public ProviderOutcome? Failure { get; private init; }

    /// <summary>It stands in for a token that the vendor refused.</summary>
    public bool Replacement { get; init; }

    /// <summary>No token; the outcome says why. Never cached.</summary>
    public static AuthToken Failed(ProviderOutcome outcome) => new("", default, default) { Failure = outcome };

    /// <summary>Never prints the token.</summary>
    public override string ToString() => $"AuthToken(until {UseUntil:O})";
}
