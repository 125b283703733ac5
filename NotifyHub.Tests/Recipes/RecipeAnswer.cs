using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotifyHub.Tests.Recipes;

/// <summary>
/// Compares what a page prints with what the hub answered. What differs from run to run (ids, times, secrets, hashes, durations, signatures) must be of the same kind; all else must be
/// equal, with no member too many or too few. <c>...</c> at the end of an array or object of the page leaves its rest out.
/// </summary>
internal static partial class RecipeAnswer
{
    private const string Rest = "\u2026rest";

    /// <summary>The first difference in words; null when there is none.</summary>
    public static string? Difference(string printed, string actual)
    {
        var open = Elided().Replace(printed, match => match.Groups["end"].Value == "]" ? $"{Comma(match)}\"{Rest}\"]" : $"{Comma(match)}\"{Rest}\": 0}}");
        JsonNode? expected;
        try
        {
            expected = JsonNode.Parse(open);
        }
        catch (JsonException fault)
        {
            return $"the page's answer is no JSON ({fault.Message})";
        }
        return Node("", expected, JsonNode.Parse(actual));
    }

    private static string Comma(Match match) => match.Groups["comma"].Value;

    private static string? Node(string at, JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (null, null) => null,
        (JsonObject left, JsonObject right) => Members(at, left, right),
        (JsonArray left, JsonArray right) => Items(at, left, right),
        (JsonValue left, JsonValue right) => Value(at, left, right),
        _ => $"{at}: the page says {Short(expected)}, the hub {Short(actual)}",
    };

    private static string? Members(string at, JsonObject expected, JsonObject actual)
    {
        var open = expected.Remove(Rest);
        foreach (var (name, value) in expected)
        {
            // An id may be a member's name.
            if (!actual.TryGetPropertyValue(name, out var other) && !actual.TryGetPropertyValue(actual.Select(member => member.Key).FirstOrDefault(key => Ids().IsMatch(name) && Kind(key) == Kind(name)) ?? name, out other))
            {
                return $"{at}/{name}: the hub answers without it";
            }
            if (Node($"{at}/{name}", value, other) is { } difference)
            {
                return difference;
            }
        }
        return !open && actual.FirstOrDefault(member => !expected.ContainsKey(member.Key) && !expected.Any(one => Ids().IsMatch(one.Key) && Kind(one.Key) == Kind(member.Key))).Key is { } extra ? $"{at}/{extra}: the page does not show it" : null;
    }

    private static string? Items(string at, JsonArray expected, JsonArray actual)
    {
        var open = expected.Count > 0 && expected[^1] is JsonValue last && last.GetValueKind() == JsonValueKind.String && last.GetValue<string>() == Rest;
        var count = open ? expected.Count - 1 : expected.Count;
        if (open ? actual.Count < count : actual.Count != count)
        {
            return $"{at}: the page has {count} items, the hub {actual.Count}";
        }
        return Enumerable.Range(0, count).Select(i => Node($"{at}/{i}", expected[i], actual[i])).FirstOrDefault(difference => difference is not null);
    }

    private static string? Value(string at, JsonValue expected, JsonValue actual)
    {
        var (left, right) = (expected.GetValueKind(), actual.GetValueKind());
        if (left != right && !(left is JsonValueKind.True or JsonValueKind.False && right is JsonValueKind.True or JsonValueKind.False))
        {
            return $"{at}: the page says {Short(expected)}, the hub {Short(actual)}";
        }
        var (was, now) = (expected.ToString(), actual.ToString());
        var same = left == JsonValueKind.String ? Kind(was) == Kind(now) : was == now || Durations().IsMatch(at);
        return same ? null : $"{at}: the page says {Short(expected)}, the hub {Short(actual)}";
    }

    // What a run makes up, by its shape.
    private static string Kind(string text)
    {
        text = Ids().Replace(text, "$1_id");
        text = Times().Replace(text, "time");
        text = Guids().Replace(text, "guid");
        text = Requests().Replace(text, "request");
        text = UserTokens().Replace(text, "user token");
        text = Secrets().Replace(text, "$1secret");
        return Hosts().Replace(text, "http://hub");
    }

    private static string Short(JsonNode? node) => node?.ToJsonString() is not { } text ? "null" : text.Length > 120 ? text[..120] + "..." : text;

    [GeneratedRegex("""(?<comma>,?)\s*\.\.\.[^\]\}"]*(?<end>[\]\}])""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Elided();

    [GeneratedRegex("""\b([a-z]{3})_(?:[0-9a-z]{10,}|\.\.\.)""", RegexOptions.None, 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("""\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?)?""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Times();

    [GeneratedRegex("""\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Guids();

    [GeneratedRegex("""^[0-9A-Z]{13}:\d{8}$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Requests();

    [GeneratedRegex("""^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$""", RegexOptions.None, 1000)]
    private static partial Regex UserTokens();

    [GeneratedRegex("""\b(whsec_|nhs_|nhp_|sha256:)[A-Za-z0-9+/=_-]+""", RegexOptions.None, 1000)]
    private static partial Regex Secrets();

    [GeneratedRegex("""https?://(?:localhost|127\.0\.0\.1):\d+""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hosts();

    [GeneratedRegex("""(?:Ms|Secs|seconds|secondsBefore|bytes|perSecond|latency\w*|Rate|expiresIn)$""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Durations();
}
