namespace NotifyHub.Components.Pages.Sends;

/// <summary>Vendors' answers in words.</summary>
public static class AttemptWords
{
    /// <summary>What the answer meant, from an OutcomeKind's name.</summary>
    public static string Outcome(string outcome) => Enum.TryParse<OutcomeKind>(outcome, out var kind)
        ? kind switch
        {
            OutcomeKind.Accepted => "Accepted",
            OutcomeKind.TokenDead => "Token is gone",
            OutcomeKind.TokenSlow => "Too many for this device",
            OutcomeKind.Retry => "Could not take it",
            OutcomeKind.AuthExpired => "Access token refused",
            OutcomeKind.CredentialBad => "Credential refused",
            OutcomeKind.ContentBad => "Content refused",
            OutcomeKind.EnvironmentMismatch => "Wrong environment",
            _ => outcome,
        }
        : outcome;

    /// <summary>Our own codes as words; a vendor's word stays as it is.</summary>
    public static string Code(string code) => code switch
    {
        "timeout" => "No answer in time",
        "connect_refused" => "Connection refused",
        "connect_timeout" => "Could not connect in time",
        "reset" => "Connection broke off",
        "tls" => "TLS failed",
        "dns" => "Host name not found",
        "malformed" => "Unreadable answer",
        ProviderOutcome.StoodStill => "No answer: this server stood still meanwhile",
        _ when code.StartsWith("unclassified_", StringComparison.Ordinal) => $"Unclassified: {code["unclassified_".Length..]}",
        _ => code,
    };
}
