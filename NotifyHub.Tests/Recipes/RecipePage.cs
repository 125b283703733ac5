using System.Text;
using System.Text.RegularExpressions;

namespace NotifyHub.Tests.Recipes;

/// <summary>A curl line of a page, and the answer that the page prints below it.</summary>
/// <param name="Line">Line of the page, for messages.</param>
/// <param name="Method">GET, POST ...</param>
/// <param name="Path">Path and query, placeholders not filled in.</param>
/// <param name="Headers">Those of <c>-H</c>.</param>
/// <param name="Body">Of <c>-d</c>; null for none.</param>
/// <param name="Answer">The JSON block that follows; null when the page shows none.</param>
internal sealed record RecipeCall(int Line, string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, string? Body, string? Answer);

/// <summary>
/// A page of <c>docs/recipes</c> (or <c>docs/migrate</c>) as a list of calls. Read are its <c>sh</c> blocks, also those inside an HTML comment (what a page needs and need not show);
/// a block below <c>&lt;!-- not run: why --&gt;</c> is left out (an answer: not compared). A <c>json</c> block right after belongs to the last call before it.
/// </summary>
internal static partial class RecipePage
{
    public static IReadOnlyList<RecipeCall> Read(string text)
    {
        var calls = new List<RecipeCall>();
        var open = false;
        foreach (Match block in Blocks().Matches(text))
        {
            var (kind, body) = (block.Groups["kind"].Value, block.Groups["body"].Value);
            if (kind == "json" && open && calls.Count > 0)
            {
                calls[^1] = block.Groups["skip"].Success ? calls[^1] : calls[^1] with { Answer = body };
                open = false;
            }
            else if (kind is "sh")
            {
                open = !block.Groups["skip"].Success;
                if (open)
                {
                    calls.AddRange(Commands(body, text[..block.Groups["body"].Index].Count(c => c == '\n') + 1));
                }
            }
            else
            {
                open = false;
            }
        }
        return calls;
    }

    /// <summary>Blocks that the page asks not to run.</summary>
    public static int NotRun(string text) => Blocks().Matches(text).Count(block => block.Groups["skip"].Success);

    private static IEnumerable<RecipeCall> Commands(string script, int line)
    {
        foreach (var (words, offset) in Words(script))
        {
            if (words[0] != "curl")
            {
                Assert.True(words[0].Contains('=', StringComparison.Ordinal), $"line {line + offset}: a recipe holds curl lines and assignments only, not '{words[0]}'");
                continue;
            }
            yield return Call(words, line + offset);
        }
    }

    private static RecipeCall Call(IReadOnlyList<string> words, int line)
    {
        var headers = new List<(string, string)>();
        string? method = null, body = null, path = null;
        for (var i = 1; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "-X": method = words[++i]; break;
                case "-H": headers.Add((words[i + 1][..words[i + 1].IndexOf(':', StringComparison.Ordinal)], words[++i][(words[i].IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())); break;
                case "-d" or "--data" or "--data-binary": body = words[++i]; break;
                case "-o": i++; break;
                case "-s" or "-i" or "-sS" or "-N": break;
                case var url when url.StartsWith("$HUB", StringComparison.Ordinal): path = url["$HUB".Length..]; break;
                case var other: Assert.Fail($"line {line}: '{other}' is nothing that recipes use of curl"); break;
            }
        }
        Assert.True(path is not null, $"line {line}: no address that begins with $HUB");
        return new(line, method ?? (body is null ? "GET" : "POST"), path, headers, body, null);
    }

    // A shell's words, as far as recipes need them: quotes, line ends after a backslash, comments.
    private static IEnumerable<(IReadOnlyList<string> Words, int Line)> Words(string script)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (inWord, quote, line, began) = (false, '\0', 0, 0);
        for (var i = 0; i < script.Length; i++)
        {
            var c = script[i];
            line += c == '\n' ? 1 : 0;
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else word.Append(quote == '"' && c == '\\' && i + 1 < script.Length ? script[++i] : c);
                continue;
            }
            if (c is '\'' or '"') (quote, inWord) = (c, true);
            else if (c == '\\' && i + 1 < script.Length)
            {
                i++;
                if (script[i] == '\n') line++;
                else (_, inWord) = (word.Append(script[i]), true);
            }
            else if (c == '#' && !inWord)
            {
                while (i + 1 < script.Length && script[i + 1] != '\n') i++;
            }
            else if (char.IsWhiteSpace(c))
            {
                if (inWord) words.Add(word.ToString());
                (inWord, _) = (false, word.Clear());
                if (c == '\n' && words.Count > 0)
                {
                    yield return (words, began);
                    words = [];
                }
                began = words.Count == 0 ? line : began;
            }
            else (_, inWord) = (word.Append(c), true);
        }
        if (inWord) words.Add(word.ToString());
        if (words.Count > 0) yield return (words, began);
    }

    [GeneratedRegex("""(?<skip><!-- not run: [^\n]*-->\n)?^```(?<kind>\w*)\n(?<body>.*?)^```""", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();
}
