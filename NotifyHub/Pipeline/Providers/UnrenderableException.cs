namespace NotifyHub.Pipeline.Providers;

/// <summary>A message that no payload can be made of (half a surrogate pair in a key, say). Intake should have refused it.</summary>
internal sealed class UnrenderableException(Exception inner) : Exception("The message cannot be written as JSON.", inner)
{
    /// <summary>As the end of a send.</summary>
    public static ProviderOutcome Outcome { get; } = new(OutcomeKind.ContentBad) { Code = "unrenderable" };
}
