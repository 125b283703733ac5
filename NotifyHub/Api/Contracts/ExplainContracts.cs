using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Api.Contracts;

/// <summary>What would become of a send. Nothing was stored.</summary>
/// <param name="At">The moment that it is about.</param>
/// <param name="Recipients">Devices that the target names; of a notification to people the people.</param>
/// <param name="Explained">So many devices or other endpoints are explained here: the first 100 devices of a push, those of the first 100 people of a notification.</param>
/// <param name="Decisions">Explained devices by decision; decisions without any are left out.</param>
/// <param name="People">By person, channel and device.</param>
public sealed record ExplainAnswer(DateTimeOffset At, int Recipients, int Explained, IReadOnlyDictionary<string, int> Decisions, IReadOnlyList<PersonExplanation> People)
{
    /// <summary>From the explanation.</summary>
    public static ExplainAnswer From(SendExplanation explanation)
    {
        var devices = explanation.Devices.ToList();
        return new ExplainAnswer(
            explanation.At, explanation.Recipients, devices.Count,
            devices.GroupBy(d => d.Trace.Decision.Verb).OrderBy(g => g.Key).ToDictionary(g => WireNames.Of(g.Key), g => g.Count(), StringComparer.Ordinal),
            [.. explanation.People.Select(PersonExplanation.From)]);
    }
}

/// <summary>One person's part.</summary>
/// <param name="UserId">The app's own id; null when it is not known.</param>
/// <param name="UserFingerprintHex">The person's fingerprint; null when it is not known.</param>
/// <param name="Channels">By what the person perceives.</param>
public sealed record PersonExplanation(string? UserId, string? UserFingerprintHex, IReadOnlyList<ChannelExplanation> Channels)
{
    internal static PersonExplanation From(ExplainedPerson person) => new(
        person.UserId, person.FingerprintHex, [.. person.Channels.Select(channel => new ChannelExplanation(channel.Channel, [.. channel.Devices.Select(DeviceExplanation.From)]))]);
}

/// <summary>One channel's part.</summary>
/// <param name="Channel">mobile_push, web_push, and for a notification to people in_app, email, slack, telegram or webhook.</param>
/// <param name="Devices">Its endpoints.</param>
public sealed record ChannelExplanation(string Channel, IReadOnlyList<DeviceExplanation> Devices);

/// <summary>One device's part.</summary>
/// <param name="Device">The device.</param>
/// <param name="Provider">Through which vendor.</param>
/// <param name="Trace">The decision and the way to it.</param>
public sealed record DeviceExplanation(string Device, string Provider, TraceAnswer Trace)
{
    internal static DeviceExplanation From(ExplainedDevice device) =>
        new(RowId.Format(RowId.Device, device.Device.Id), device.Device.Provider.Wire(), TraceAnswer.From(device.Trace));
}

/// <summary>A decision of the policy with the whole way to it.</summary>
/// <param name="Decision">send, suppress, expire, cancel, delayUntil (its time, or the device's pace), hold (until somebody mends something) or wait (in the queue, for the vendor).</param>
/// <param name="Reason">Why; null for send and for a send that waits for its time.</param>
/// <param name="Until">When it goes on by itself; null when it does not wait for a time.</param>
/// <param name="Steps">Every rule in the order in which they are asked.</param>
/// <param name="Changes">The smallest change that flips the decision: all of these together.</param>
public sealed record TraceAnswer(string Decision, string? Reason, DateTimeOffset? Until, IReadOnlyList<TraceStep> Steps, IReadOnlyList<TraceChange> Changes)
{
    internal static TraceAnswer From(PolicyTrace trace) => new(
        WireNames.Of(trace.Decision.Verb), trace.Decision.Reason == DeliveryReason.None ? null : trace.Decision.Reason.ToString(), trace.Decision.Until,
        [.. trace.Steps.Select(step => new TraceStep(step.Rule, step.Question, step.Answer, step.Words, step.Facts.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal)))],
        [.. trace.Changes.Select(change => new TraceChange(change.Rule, change.Words))]);
}

/// <summary>One rule's part in a decision.</summary>
/// <param name="Rule">Its stable name.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Verdict">passed, stopped (it decided), wouldStop (a rule before it decided) or notAsked (not known any more).</param>
/// <param name="Words">The answer in words.</param>
/// <param name="Facts">What it looked at, as text; null when not known or not there.</param>
public sealed record TraceStep(string Rule, string Question, PolicyAnswer Verdict, string Words, IReadOnlyDictionary<string, string?> Facts);

/// <summary>One thing that would have to be otherwise.</summary>
/// <param name="Rule">The rule that it is about.</param>
/// <param name="Words">What to do.</param>
public sealed record TraceChange(string Rule, string Words);

/// <summary>Why a delivery is where it is.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Taken">The walk that led to its state; null while none was taken.</param>
/// <param name="Now">While it waits: what the same rules say at this moment. Null once it has ended.</param>
/// <param name="At">The moment of now.</param>
public sealed record WhyExplanation(string Delivery, string Status, TraceAnswer? Taken, TraceAnswer? Now, DateTimeOffset At)
{
    /// <summary>From the answer.</summary>
    public static WhyExplanation From(WhyAnswer why) => new(
        RowId.Format(RowId.Delivery, why.Delivery.Id), WireNames.Of(why.Delivery.Status), why.Taken is null ? null : TraceAnswer.From(why.Taken), why.Now is null ? null : TraceAnswer.From(why.Now), why.At);
}
