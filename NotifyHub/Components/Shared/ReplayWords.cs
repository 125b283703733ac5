using NotifyHub.Pipeline.Explain.Replay;

namespace NotifyHub.Components.Shared;

/// <summary>Verdicts of a replay as a person says them. Total over the enum; a test holds that.</summary>
public static class ReplayWords
{
    /// <summary>In a word or two.</summary>
    public static string Label(ReplayVerdict verdict) => verdict switch
    {
        ReplayVerdict.Sent => "Sent",
        ReplayVerdict.Delayed => "Later",
        ReplayVerdict.Merged => "In a summary",
        ReplayVerdict.Suppressed => "Not sent",
        ReplayVerdict.Otherwise => "Ended otherwise",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A verdict without words."),
    };

    /// <summary>How it feels.</summary>
    public static Tone Tone(ReplayVerdict verdict) => verdict switch
    {
        ReplayVerdict.Sent => Shared.Tone.Ok,
        ReplayVerdict.Delayed or ReplayVerdict.Merged => Shared.Tone.Busy,
        ReplayVerdict.Suppressed => Shared.Tone.Warn,
        _ => Shared.Tone.Idle,
    };

    /// <summary>A verdict with its reason and, where it goes later, when.</summary>
    public static string Of(ReplayOutcome outcome, DateTimeOffset now, ViewerZone zone)
    {
        var when = outcome is { Verdict: ReplayVerdict.Delayed, At: { } at } ? $", {TimeWords.Short(at, now, zone)}" : outcome.Verdict == ReplayVerdict.Delayed ? ", still waiting" : "";
        var why = DeliveryWords.Reason(outcome.Reason);
        return $"{Label(outcome.Verdict)}{when}{(why.Length == 0 ? "" : $" ({char.ToLowerInvariant(why[0])}{why[1..]})")}";
    }

    /// <summary>"+12", "−3", "as before".</summary>
    public static string Change(int before, int after) => (after - before) switch
    {
        0 => "as before",
        > 0 and var more => $"+{more:N0}",
        var less => $"−{-less:N0}",
    };
}
