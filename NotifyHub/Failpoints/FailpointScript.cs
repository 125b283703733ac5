#if FAILPOINTS
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace NotifyHub.Failpoints;

/// <summary>
/// What happens at which hit of a point: <c>P5:kill@3,P2:throw@1,P6:sleep500@2,P7:stop@9</c>. kill is SIGKILL, stop is SIGSTOP,
/// throw is a fault of the step, sleep takes milliseconds. Each fires once, at exactly that hit.
/// </summary>
internal sealed partial class FailpointScript
{
    /// <summary>The environment variable that arms a test build.</summary>
    public const string Variable = "NOTIFYHUB_FAILPOINTS";

    private const int StopSignal = 19; // SIGSTOP on Linux

    private readonly List<Rule> _rules = [];

    /// <summary>Reads a script; empty means that nothing happens.</summary>
    public static FailpointScript Parse(string? text)
    {
        var script = new FailpointScript();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var match = Grammar().Match(part);
            if (!match.Success || !Enum.TryParse<CrashPoint>(match.Groups["point"].Value, out var point))
            {
                throw new FormatException($"{Variable}: '{part}' is not of the form P5:kill@3.");
            }
            var pause = match.Groups["ms"].Success ? int.Parse(match.Groups["ms"].ValueSpan, CultureInfo.InvariantCulture) : 0;
            script._rules.Add(new Rule(point, match.Groups["act"].Value, pause, int.Parse(match.Groups["hit"].ValueSpan, CultureInfo.InvariantCulture)));
        }
        return script;
    }

    /// <summary>Whether a point is in the script at all.</summary>
    public bool Names(CrashPoint point) => _rules.Exists(rule => rule.Point == point);

    /// <summary>Counts the hit and does what the script says.</summary>
    public void Reach(CrashPoint point)
    {
        foreach (var rule in _rules)
        {
            if (rule.Point == point && rule.IsThisHit())
            {
                Act(rule);
            }
        }
    }

    private static void Act(Rule rule)
    {
        // Said before it is done: the killer reads it, and so knows that the process died here and not elsewhere.
        Console.Error.WriteLine($"failpoint {rule.Point} {rule.Act}");
        Console.Error.Flush();
        switch (rule.Act)
        {
            case "kill":
                using (var self = Process.GetCurrentProcess())
                {
                    self.Kill();
                }
                // The signal is on its way; no line after the point may run.
                new ManualResetEventSlim().Wait();
                break;
            case "stop":
                _ = Signal(Environment.ProcessId, StopSignal);
                break;
            case "throw":
                throw new InvalidOperationException($"failpoint {rule.Point}");
            default:
                new ManualResetEventSlim().Wait(rule.PauseMs);
                break;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    [GeneratedRegex(@"^(?<point>P\d{1,2}):(?:(?<act>kill|throw|stop)|(?<act>sleep)(?<ms>\d{1,6}))@(?<hit>\d{1,9})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Grammar();

    private sealed class Rule(CrashPoint point, string act, int pauseMs, int hit)
    {
        private int _hits;

        public CrashPoint Point => point;
        public string Act => act;
        public int PauseMs => pauseMs;

        public bool IsThisHit() => Interlocked.Increment(ref _hits) == hit;
    }
}
#endif
