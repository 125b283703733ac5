using NotifyHub.Pipeline.Intake;
using NotifyHub.Types;

namespace NotifyHub.Digests;

/// <summary>What a digest tells.</summary>
/// <param name="Count">Unread items that it covers.</param>
/// <param name="Titles">The newest of them, at most <see cref="DigestWords.Lines"/>.</param>
/// <param name="Types">Of what types they are.</param>
internal sealed record DigestNews(int Count, IReadOnlyList<string> Titles, IReadOnlyList<TypeDefinition> Types);

/// <summary>The words of a digest.</summary>
internal static class DigestWords
{
    /// <summary>Items that are told one by one. Lines and their width stay within what a push may weigh.</summary>
    public const int Lines = 8;

    private const int Width = 80;

    /// <summary>Which type it goes out as: a digest of nothing but tasks is the tasks', every other the issues'.</summary>
    public static string TypeOf(DigestNews news) => news.Types.All(type => type.Category == "tasks") ? "task.daily_digest" : "issue.digest";

    /// <summary>First line.</summary>
    public static string Title(DigestNews news) => news.Count == 1 ? "1 unread notification" : $"{news.Count} unread notifications";

    /// <summary>The rest.</summary>
    public static string Body(DigestNews news) => List(news.Titles, news.Count);

    /// <summary>Titles as lines, at most <see cref="Lines"/>, and how many are left.</summary>
    public static string List(IReadOnlyList<string> titles, int count)
    {
        var lines = titles.Take(Lines).Select(title => $"- {Short(title)}").ToList();
        if (count > lines.Count)
        {
            lines.Add($"and {count - lines.Count} more");
        }
        return string.Join('\n', lines);
    }

    /// <summary>What a bundle's summary says.</summary>
    /// <param name="label">Of the type.</param>
    /// <param name="count">Notifications that it stands for.</param>
    /// <param name="newest">Titles of the newest of them, newest first.</param>
    public static PeopleContent Summary(string label, int count, IReadOnlyList<string> newest) =>
        new() { Title = count == 1 ? $"1 more: {label}" : $"{count} more: {label}", Body = Body(new DigestNews(count, newest, [])) };

    // Not within a pair of surrogates.
    private static string Short(string title)
    {
        var line = title.ReplaceLineEndings(" ");
        return line.Length <= Width ? line : line[..(char.IsHighSurrogate(line[Width - 2]) ? Width - 2 : Width - 1)] + "…";
    }
}
