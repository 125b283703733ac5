using NotifyHub.Failpoints;

namespace NotifyHub.Torture.Kill;

/// <summary>How a process is to end, or to be held up.</summary>
public enum KillKind
{
    /// <summary>SIGKILL at a moment drawn by chance.</summary>
    Random,
    /// <summary>SIGKILL by its own hand at a named point.</summary>
    Point,
    /// <summary>SIGTERM: it must end in order.</summary>
    Term,
    /// <summary>SIGTERM twice: the second changes nothing.</summary>
    TermTwice,
    /// <summary>SIGTERM, and SIGKILL before it is done.</summary>
    TermThenKill,
    /// <summary>SIGSTOP, then SIGCONT: it must go on.</summary>
    Stop,
}

/// <summary>One kill.</summary>
/// <param name="Kind">How.</param>
/// <param name="Node">Which process.</param>
/// <param name="Wait">Time after its start, or the length of a stop.</param>
/// <param name="Point">Where.</param>
/// <param name="Hit">At which time that the point is reached.</param>
public sealed record KillPlan(KillKind Kind, int Node, TimeSpan Wait, CrashPoint? Point = null, int Hit = 0)
{
    // P11 is reached at a start with something to migrate; this traffic has no digests (P9), no campaigns (P10) and erases nobody (P13). Each has a part of its own.
    private static readonly CrashPoint[] Points = [.. Enum.GetValues<CrashPoint>().Where(p => p is not (CrashPoint.P9 or CrashPoint.P10 or CrashPoint.P11 or CrashPoint.P13))];

    /// <summary>What the test build is told.</summary>
    public string? Failpoints => Point is { } point ? $"{point}:kill@{Hit}" : null;

    /// <summary>The whole run's kills in an order drawn by chance.</summary>
    public static List<KillPlan> Draw(TortureOptions options)
    {
        var chance = new Random(options.Seed);
        var plans = new List<KillPlan>();
        for (var i = 0; i < options.Kills; i++)
        {
            plans.Add(new KillPlan(KillKind.Random, chance.Next(options.Nodes), TimeSpan.FromMilliseconds(chance.Next(0, 2000))));
        }
        foreach (var point in Points)
        {
            for (var i = 0; i < options.AtEachPoint; i++)
            {
                plans.Add(new KillPlan(KillKind.Point, chance.Next(options.Nodes), TimeSpan.Zero, point, chance.Next(1, HitsOf(point, options.Rate))));
            }
        }
        for (var i = 0; i < options.Signals; i++)
        {
            plans.Add(new KillPlan(KillKind.Term, chance.Next(options.Nodes), TimeSpan.FromMilliseconds(chance.Next(0, 2000))));
            plans.Add(new KillPlan(KillKind.TermTwice, chance.Next(options.Nodes), TimeSpan.FromMilliseconds(chance.Next(0, 2000))));
            plans.Add(new KillPlan(KillKind.TermThenKill, chance.Next(options.Nodes), TimeSpan.FromMilliseconds(chance.Next(0, 2000))));
            plans.Add(new KillPlan(KillKind.Stop, chance.Next(options.Nodes), TimeSpan.FromMilliseconds(options.Nodes > 1 ? chance.Next(5000, 25_000) : chance.Next(200, 3000))));
        }
        return [.. plans.OrderBy(_ => chance.Next())];
    }

    // About two seconds' worth, so that one run is not hit at its first row every time.
    private static int HitsOf(CrashPoint point, int rate) => point switch
    {
        CrashPoint.P5 => 20,
        CrashPoint.P12 => 2,
        _ => 2 * rate,
    };
}
