namespace NotifyHub.Pipeline.Providers;

/// <summary>A vendor's code that is in none of our tables: it judges no token and no account, is tried again a few times, and shows by its name.</summary>
internal static class UnclassifiedAnswer
{
    /// <summary>What stands before the vendor's code wherever it is shown.</summary>
    public const string Prefix = "unclassified_";

    /// <summary>Calls after which such a delivery is given up: what nobody knows is not worth two days of tries.</summary>
    public const int MostTries = 3;

    /// <summary>The same outcome, marked and with few tries.</summary>
    public static ProviderOutcome Mark(ProviderOutcome outcome) =>
        outcome with { Kind = OutcomeKind.Retry, Code = VendorText.Word(Prefix + outcome.Code) ?? Prefix + "code", MostTries = MostTries };
}
