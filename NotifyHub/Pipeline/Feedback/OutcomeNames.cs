namespace NotifyHub.Pipeline.Feedback;

/// <summary>Names of outcomes as rows keep them, without an allocation for each.</summary>
public static class OutcomeNames
{
    private static readonly string[] Names = Enum.GetNames<OutcomeKind>();

    /// <summary>The member's name.</summary>
    public static string Of(OutcomeKind kind) => Names[(int)kind];
}
