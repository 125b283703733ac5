using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Policy;

/// <summary>One rule of the policy: a question, when it stops a delivery, and what it says.</summary>
/// <param name="Question">For the trace.</param>
/// <param name="Verb">What happens to a delivery that it stops.</param>
/// <param name="Reason">What that delivery carries in its row; None where it only waits for its time.</param>
/// <param name="Passed">Answer in words when it does not stop.</param>
/// <param name="Stopped">Answer in words when it does.</param>
/// <param name="Stops">Whether it stops this delivery at this time.</param>
internal sealed record PolicyRule(
    string Question, PolicyVerb Verb, DeliveryReason Reason, string Passed, string Stopped, Func<DeliveryFacts, DateTimeOffset, bool> Stops);
