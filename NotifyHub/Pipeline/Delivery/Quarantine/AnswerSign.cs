namespace NotifyHub.Pipeline.Delivery.Quarantine;

/// <summary>What an answer says about the vendor, whatever it says about the message.</summary>
internal enum AnswerSign
{
    /// <summary>Nothing: no call was made, or it was the account that was refused.</summary>
    None,
    /// <summary>It is at work.</summary>
    Alive,
    /// <summary>Overload, a fault of its own, or no answer.</summary>
    Failing,
}

/// <summary>Reads the sign.</summary>
internal static class AnswerSigns
{
    /// <summary>A malformed message, a missing credential, a fault of our own and a process that stood still never count against a vendor; a request of many messages that fails counts once.</summary>
    public static AnswerSign Of(ProviderOutcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Retry => outcome.Code is OwnFault or ProviderOutcome.StoodStill || outcome.Repeats ? AnswerSign.None : AnswerSign.Failing,
        OutcomeKind.CredentialBad or OutcomeKind.AuthExpired => AnswerSign.None,
        _ => outcome.Status is null ? AnswerSign.None : AnswerSign.Alive,
    };

    /// <summary>The wait that a vendor asks of everything that the project sends, not of one device or message: Retry-After of a 429 or 503, or the floor of a spent quota. Null when it asks none.</summary>
    public static TimeSpan? WaitAskedBy(ProviderOutcome outcome) => outcome is { Kind: OutcomeKind.Retry, Status: 429 or 503 }
        ? outcome.RetryAfter ?? (outcome.Status == 429 ? outcome.RetryFloor : null)
        : null;

    /// <summary>The code of a delivery that met a fault of ours.</summary>
    public const string OwnFault = "internal_error";
}
