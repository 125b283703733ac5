using System.Globalization;
using System.Text.RegularExpressions;

namespace NotifyHub.Sandbox.Faults;

/// <summary>
/// Faults written into a token, so that they travel with the data, or set on a phone.
/// <code>
/// f429r5      status 429 with Retry-After: 5      (rd5: as an HTTP date; rm1: the nonsense -1)
/// f503x2      503 on the first two calls, then fine
/// f400.BadTopic   the vendor's own reason
/// f410a3600   gone since an hour ago
/// f200.80300007   a refusal that comes as a success, for vendors that answer so (Huawei, MiPush): the vendor's code
/// slow2       two seconds before the answer
/// hang30      silence for 30 s, then cut          late5  taken at once, answered after 5 s
/// reset       this exchange is cut                drop   the whole connection is cut
/// goaway      taken, then the connection is closed gracefully
/// junk        a malformed answer                  (junk.html, junk.empty, junk.big, junk.half)
/// </code>
/// Joined by <c>+</c>; in a token the script ends at the first <c>-</c>: <c>slow1+f503x2-9f86d0</c>.
/// Pauses add up; of the rest the first that still has calls left applies.
/// </summary>
public sealed partial class FaultScript
{
    private const int LongestSeconds = 600;

    private FaultScript(string text, IReadOnlyList<ScriptedFault> faults)
    {
        Text = text;
        Faults = faults;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>In the order written; at least one.</summary>
    public IReadOnlyList<ScriptedFault> Faults { get; }

    /// <summary>Reads a whole script; null when any part of it is not understood.</summary>
    public static FaultScript? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var faults = new List<ScriptedFault>();
        foreach (var part in text.Split('+'))
        {
            if (ParseOne(part) is not { } fault)
            {
                return null;
            }

            faults.Add(fault);
        }

        return new FaultScript(text, faults);
    }

    /// <summary>Reads the script in front of a token's first <c>-</c>; null when there is none.</summary>
    public static FaultScript? OfToken(string token)
    {
        var end = token.IndexOf('-', StringComparison.Ordinal);
        return end > 0 ? Parse(token[..end]) : null;
    }

    private static ScriptedFault? ParseOne(string part)
    {
        var match = Grammar().Match(part);
        if (!match.Success)
        {
            return null;
        }

        var reason = match.Groups["reason"] is { Success: true } named ? named.Value : null;
        int? times = match.Groups["times"].Success ? Number(match, "times") : null;
        if (match.Groups["status"].Success)
        {
            // A success is a fault only with a vendor's code in it.
            return match.Groups["status"].Value == "200" && reason is null
                ? null
                : new ScriptedFault(FaultKind.Status, Number(match, "status"), RetryAfterOf(match), reason, Age: Number(match, "age"), Times: times);
        }

        var kind = Enum.Parse<FaultKind>(match.Groups["verb"].Value, ignoreCase: true);
        var seconds = Math.Min(Number(match, "seconds"), LongestSeconds);
        var needsSeconds = kind is FaultKind.Slow or FaultKind.Hang or FaultKind.Late;
        return needsSeconds == match.Groups["seconds"].Success ? new ScriptedFault(kind, Reason: reason, Seconds: seconds, Times: times) : null;
    }

    private static RetryAfter? RetryAfterOf(Match match)
    {
        if (!match.Groups["after"].Success)
        {
            return null;
        }

        var seconds = long.Parse(match.Groups["after"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["form"].Value switch
        {
            "rd" => new RetryAfter(RetryAfterForm.Date, seconds),
            "rm" => new RetryAfter(RetryAfterForm.Seconds, -seconds),
            _ => new RetryAfter(RetryAfterForm.Seconds, seconds),
        };
    }

    private static int Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("""
        ^(?:f(?<status>200|[345]\d\d)(?:(?<form>r[dm]?)(?<after>\d{1,10}))?(?:a(?<age>\d{1,8}))?
          |(?<verb>slow|hang|late|reset|drop|goaway|junk)(?<seconds>\d{1,4})?)
        (?:x(?<times>\d{1,4}))?(?:\.(?<reason>[A-Za-z0-9][A-Za-z0-9_.]*))?$
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Grammar();
}
