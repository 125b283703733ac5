namespace NotifyHub.Components.Shared;

/// <summary>How a state feels; each is a pair of colours with enough contrast in both themes. Never the only carrier of a meaning.</summary>
public enum Tone { Idle, Busy, Ok, Warn, Bad }

/// <summary>Class names.</summary>
public static class ToneNames
{
    /// <summary><c>tone-ok</c> ...</summary>
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Busy => "tone-busy",
        Tone.Ok => "tone-ok",
        Tone.Warn => "tone-warn",
        Tone.Bad => "tone-bad",
        _ => "tone-idle",
    };
}
