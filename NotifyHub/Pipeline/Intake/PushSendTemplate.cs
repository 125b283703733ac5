using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Intake;

/// <summary>A template to say it with: each device gets the words of its own language.</summary>
public sealed record PushSendTemplate
{
    /// <summary>The template's id (tpl_...) or its key.</summary>
    public required string Id { get; init; }
    /// <summary>A certain version; the published one when left out.</summary>
    public int? Version { get; init; }
    /// <summary>Values of the declared variables. Missing, unknown and mistyped ones are refused before anything is stored.</summary>
    public JsonObject? Variables { get; init; }
    /// <summary>One language for all, in place of each device's own.</summary>
    public string? Locale { get; init; }
}
