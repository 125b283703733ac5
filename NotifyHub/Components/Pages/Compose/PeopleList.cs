using System.Globalization;
using NotifyHub.Audience.Targets;

namespace NotifyHub.Components.Pages.Compose;

/// <summary>A list of users as pasted, or as a file brings it: an id in the first column of each line.</summary>
/// <param name="Ids">What can be used of it, each once, in its order.</param>
/// <param name="Findings">What was left out and why, a line for each kind.</param>
public sealed record PeopleList(IReadOnlyList<string> Ids, IReadOnlyList<string> Findings)
{
    private const int IdMax = 128;
    private static readonly string[] Headings = ["user_id", "userid", "user id", "user", "id"];

    /// <summary>Reads it. A first line that is a heading is none of them; quotes around a column are taken off.</summary>
    public static PeopleList Read(string text)
    {
        var (ids, seen, empty, tooLong, twice, beyond) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), 0, new List<int>(), 0, 0);
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var id = FirstColumn(lines[i]);
            if (i == 0 && Headings.Contains(id.ToLowerInvariant()))
            {
                continue;
            }
            if (id.Length == 0)
            {
                empty++;
            }
            else if (id.Length > IdMax)
            {
                tooLong.Add(i + 1);
            }
            else if (!seen.Add(id))
            {
                twice++;
            }
            else if (ids.Count == AudienceTarget.MostNames)
            {
                beyond++;
            }
            else
            {
                ids.Add(id);
            }
        }
        var findings = new List<string>();
        if (text.Trim().Length > 0)
        {
            Tell(empty, n => $"{n} without an id.");
            Tell(twice, n => $"{n} named again; each gets it once.");
            Tell(tooLong.Count, n => $"{n} longer than {IdMax} characters (line {string.Join(", ", tooLong.Take(5).Select(Number))}{(tooLong.Count > 5 ? ", ..." : "")}).");
            Tell(beyond, n => $"{n} beyond the first {Number(AudienceTarget.MostNames)}: subscribe them to a topic and send to that.");
        }
        return new PeopleList(ids, findings);

        void Tell(int count, Func<string, string> words)
        {
            if (count > 0)
            {
                findings.Add(words(count == 1 ? "1 line is" : $"{Number(count)} lines are"));
            }
        }
    }

    private static string FirstColumn(string line)
    {
        var text = line.Trim().TrimStart('\uFEFF');
        if (text is ['"', ..])
        {
            var end = text.IndexOf('"', 1);
            return (end < 0 ? text[1..] : text[1..end]).Trim();
        }
        var cut = text.AsSpan().IndexOfAny(',', ';', '\t');
        return (cut < 0 ? text : text[..cut]).Trim();
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
