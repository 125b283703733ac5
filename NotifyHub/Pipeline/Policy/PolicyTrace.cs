namespace NotifyHub.Pipeline.Policy;

/// <summary>How one rule answered.</summary>
public enum PolicyAnswer
{
    /// <summary>It lets the delivery pass.</summary>
    Passed,
    /// <summary>It decided: the first that stops does.</summary>
    Stopped,
    /// <summary>A rule before it decided; it would have stopped the delivery too.</summary>
    WouldStop,
    /// <summary>A rule before it decided, and what it would have said is not known any more.</summary>
    NotAsked,
}

/// <summary>A fact that a rule looked at.</summary>
/// <param name="Name">camelCase.</param>
/// <param name="Value">As text; times in RFC 3339. Null when it is not known or does not apply.</param>
public sealed record PolicyFact(string Name, string? Value);

/// <summary>One rule's part in a decision.</summary>
/// <param name="Rule">Its stable name.</param>
/// <param name="Question">What was asked, e.g. "Is there time left?".</param>
/// <param name="Answer">How it answered.</param>
/// <param name="Words">The answer in words.</param>
/// <param name="Facts">What it looked at.</param>
public sealed record PolicyStep(string Rule, string Question, PolicyAnswer Answer, string Words, IReadOnlyList<PolicyFact> Facts);

/// <summary>One thing that would have to be otherwise.</summary>
/// <param name="Rule">The rule that it is about.</param>
/// <param name="Words">What to do.</param>
public sealed record PolicyChange(string Rule, string Words);

/// <summary>A decision with the whole way to it.</summary>
/// <param name="Decision">What is done.</param>
/// <param name="Steps">Every rule, in the order in which they are asked.</param>
/// <param name="Changes">The smallest change that flips it: of a delivery that is stopped all that has to be mended for it to go (leaving out any of it leaves it stopped), of one that goes what stops it.</param>
public sealed record PolicyTrace(PolicyDecision Decision, IReadOnlyList<PolicyStep> Steps, IReadOnlyList<PolicyChange> Changes);
