using System.Globalization;

namespace NotifyHub.Insights;

/// <summary>Lists as text for spreadsheets, by RFC 4180.</summary>
public static class CsvText
{
    /// <summary>First character of a file: makes spreadsheets read UTF-8.</summary>
    public const string Mark = "\uFEFF";

    /// <summary>One line. A cell that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
    public static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>A time in UTC, to the millisecond.</summary>
    public static string? At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        var safe = "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().ContainsAny("\",\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
