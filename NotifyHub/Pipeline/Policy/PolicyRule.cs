using System.Globalization;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Policy;

/// <summary>One rule of the policy: a question, when it stops a delivery, what it says, and what would have to change for it to pass.</summary>
/// <param name="Name">Stable name on the wire, camelCase.</param>
/// <param name="Question">For the trace.</param>
/// <param name="Verb">What happens to a delivery that it stops.</param>
/// <param name="Reason">What that delivery carries in its row; None where it only waits for its time.</param>
internal sealed record PolicyRule(string Name, string Question, PolicyVerb Verb, DeliveryReason Reason)
{
    /// <summary>Answer in words when it does not stop.</summary>
    public required string Passed { get; init; }

    /// <summary>Answer in words when it does.</summary>
    public required string Stopped { get; init; }

    /// <summary>What to do so that it passes, as an order.</summary>
    public required string Remedy { get; init; }

    /// <summary>Whether it stops this delivery at this time.</summary>
    public required Func<DeliveryFacts, DateTimeOffset, bool> Stops { get; init; }

    /// <summary>The facts after the remedy: the least that makes this rule pass, and nothing else.</summary>
    public required Func<DeliveryFacts, DeliveryFacts> Mend { get; init; }

    /// <summary>What it looks at.</summary>
    public required Func<DeliveryFacts, IReadOnlyList<PolicyFact>> LooksAt { get; init; }

    /// <summary>When a delivery that it stops goes on by itself; null where it ends or waits for a person.</summary>
    public Func<DeliveryFacts, DateTimeOffset?> Until { get; init; } = _ => null;

    /// <summary>A time as facts tell it.</summary>
    public static string? Told(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
