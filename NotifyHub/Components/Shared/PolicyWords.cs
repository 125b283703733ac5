using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Components.Shared;

/// <summary>Decisions of the policy as a person says them. Total over their enums; a test holds that.</summary>
public static class PolicyWords
{
    /// <summary>What was or would be done, in a few words.</summary>
    public static string Label(PolicyVerb verb) => verb switch
    {
        PolicyVerb.Send => "Goes out",
        PolicyVerb.Suppress => "Not sent",
        PolicyVerb.Expire => "Expired",
        PolicyVerb.Cancel => "Cancelled",
        PolicyVerb.DelayUntil => "Waits for its time",
        PolicyVerb.Hold => "Held",
        PolicyVerb.Wait => "Waits in the queue",
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "A decision without words."),
    };

    /// <summary>How it feels.</summary>
    public static Tone Tone(PolicyVerb verb) => verb switch
    {
        PolicyVerb.Send => Shared.Tone.Ok,
        PolicyVerb.DelayUntil or PolicyVerb.Wait => Shared.Tone.Busy,
        PolicyVerb.Hold or PolicyVerb.Expire => Shared.Tone.Warn,
        _ => Shared.Tone.Idle,
    };

    /// <summary>One rule's answer: icon, and the words for a screen reader.</summary>
    public static (string Icon, string Words, Tone Tone) Answer(PolicyAnswer answer) => answer switch
    {
        PolicyAnswer.Passed => ("check", "passed", Shared.Tone.Ok),
        PolicyAnswer.Stopped => ("close", "decided", Shared.Tone.Bad),
        PolicyAnswer.WouldStop => ("close", "would stop it too", Shared.Tone.Warn),
        PolicyAnswer.NotAsked => ("dash", "not asked", Shared.Tone.Idle),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "An answer without words."),
    };

    /// <summary>What decided, in a sentence.</summary>
    public static string Because(PolicyTrace trace) => trace.Steps.FirstOrDefault(step => step.Answer == PolicyAnswer.Stopped) is { } step
        ? $"{step.Question} {step.Words}."
        : "Every rule lets it pass.";
}
