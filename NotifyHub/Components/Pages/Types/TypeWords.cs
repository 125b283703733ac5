using NotifyHub.Data.Rows;
using NotifyHub.Types;

namespace NotifyHub.Components.Pages.Types;

/// <summary>Types in words.</summary>
public static class TypeWords
{
    /// <summary>A category as a heading.</summary>
    public static string Category(string category) => category.Length == 0 ? category : char.ToUpperInvariant(category[0]) + category[1..];

    /// <summary>On: Inbox, Mobile push. Off: E-mail. Waits: E-mail 10 min.</summary>
    public static string Channels(TypeDefinition type)
    {
        var parts = new[] { List("On", type, on: true), List("Off until chosen", type, on: false), Waits(type) };
        return string.Join(". ", parts.Where(part => part is not null)) + ".";
    }

    /// <summary>What a version changed, in few words.</summary>
    public static string Origin(TypeDefinition type) => type.Origin switch
    {
        TypeOrigin.BuiltIn => "Built in",
        TypeOrigin.Changed => "Built in, changed by your project",
        _ => "Made by your project",
    };

    /// <summary>A call that reads them all, or one.</summary>
    public static string ReadCurl(string baseUri, string? key = null) => $$$"""
        curl {{{baseUri.TrimEnd('/')}}}/v1/types{{{(key is null ? "" : "/" + key)}}} -H "Authorization: Bearer $NOTIFYHUB_KEY"
        """;

    private static string? List(string word, TypeDefinition type, bool on)
    {
        var names = type.Channels.Where(c => c.Value == on).OrderBy(c => c.Key).Select(c => c.Key.Label()).ToList();
        return names.Count == 0 ? null : $"{word}: {string.Join(", ", names)}";
    }

    private static string? Waits(TypeDefinition type) =>
        type.Fallback.Count == 0 ? null : $"If nothing was acknowledged: {string.Join(", then ", type.Fallback.Select(step => $"{step.Channel.Label()} after {step.AfterMinutes} min"))}";
}
