namespace NotifyHub.Templates.Language;

/// <summary>A source that can't be used, or a rendering that costs too much.</summary>
/// <param name="code">Stable word for programs.</param>
/// <param name="message">For whoever wrote the template; says where.</param>
public sealed class TemplateException(string code, string message) : Exception(message)
{
    /// <summary>Stable word for programs.</summary>
    public string Code { get; } = code;

    /// <summary>A fault of the source at a place in it.</summary>
    internal static TemplateException At(SourcePlace place, string message, string code = "bad_template") => new(code, $"Line {place.Line}, column {place.Column}: {message}");
}

/// <summary>Where in a source something stands, both counted from 1.</summary>
public readonly record struct SourcePlace(int Line, int Column);
