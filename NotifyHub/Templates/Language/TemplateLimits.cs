namespace NotifyHub.Templates.Language;

/// <summary>How much a template may cost, whoever wrote it and whatever it is given.</summary>
public static class TemplateLimits
{
    /// <summary>Largest source of one text, in UTF-8 bytes.</summary>
    public const int SourceBytes = 64 * 1024;

    /// <summary>Deepest nesting of blocks.</summary>
    public const int Depth = 32;

    /// <summary>Most nodes that one rendering runs through, all its texts together.</summary>
    public const int Steps = 10_000;

    /// <summary>Largest output of one rendering, all its texts together, in UTF-8 bytes.</summary>
    public const int OutputBytes = 256 * 1024;

    /// <summary>Longest that one rendering may take.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromMilliseconds(100);
}
