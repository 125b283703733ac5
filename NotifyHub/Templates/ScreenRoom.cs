using System.Globalization;

namespace NotifyHub.Templates;

/// <summary>How much of a text a class of devices shows before it cuts, as measured on their defaults: a rule of thumb, since fonts and settings differ.</summary>
/// <param name="Screen">The class of devices.</param>
/// <param name="Field">title or body.</param>
/// <param name="Characters">What is shown before the cut.</param>
internal sealed record ScreenRoom(string Screen, string Field, int Characters)
{
    /// <summary>Of a mail's subject on phones.</summary>
    public const int Subject = 70;

    public static readonly IReadOnlyList<ScreenRoom> All =
    [
        new("An iPhone's lock screen", "title", 50), new("An iPhone's lock screen", "body", 150),
        new("An Android phone, not expanded,", "title", 40), new("An Android phone, not expanded,", "body", 50),
        new("A desktop browser", "title", 60), new("A desktop browser", "body", 120),
        new("A watch", "title", 25), new("A watch", "body", 80),
    ];

    public static int LengthOf(string? text) => text is null ? 0 : new StringInfo(text).LengthInTextElements;

    public bool Cuts(string? text) => LengthOf(text) > Characters;

    /// <summary>The beginning of what is cut off.</summary>
    public string Rest(string? text)
    {
        var info = new StringInfo(text!);
        return info.SubstringByTextElements(Characters, Math.Min(30, info.LengthInTextElements - Characters));
    }
}
