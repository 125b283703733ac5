using System.Globalization;

namespace NotifyHub.Torture;

/// <summary>What a run does.</summary>
public sealed record TortureOptions
{
    /// <summary>How it is called.</summary>
    public const string Usage = """
        usage: NotifyHub.Torture [short|long|disk|lock|fanout|digest|campaign|erase|witness] [options]
          short             about a minute: 4 random kills, one at each named point, TERM, STOP and CONT (the default)
          long              200 random kills, 10 at each named point, 10 TERM, 10 STOP and CONT
          disk              the disk is full for a while, twice (needs root, for a disk of its own)
          lock              a foreign process holds SQLite's lock for half a minute, twice
          fanout            a send to 6,000 devices whose process dies inside chunk after chunk, and one that is cancelled while it is written
          digest            digests to 40 people whose process dies inside the flush (P9), --kills times
          campaign          a campaign to 6,000 devices, held and let go at random while the process dies in its start and in stretch after stretch (P10), up to --kills times
          erase             people who are erased while the process dies between the slices (P13), --kills times; then a search for them in every table and file
          witness           strace one accept: the log is synced before the 202 leaves
          --engine NAME     sqlite (the default) or postgres
          --connection TEXT of an empty PostgreSQL database; left out: a server of its own on loopback
          --nodes N         processes of the hub, 1 to 3; more than 1 needs postgres
          --seed N          of everything drawn by chance; printed, so that a run can be asked for again
          --kills N         random kills
          --points N        kills at each named point
          --signals N       TERMs, as many double TERMs, TERMs cut short by KILL, and STOPs
          --rate N          sends a second, 1 to 2000
          --app FILE        NotifyHub.dll of a build with failpoints; left out: builds one
          --history FILE    every send, answer and kill as a JSON line
          --out FILE        appends the verdict there, too
        """;

    public string Verb { get; init; } = "short";
    public string Engine { get; init; } = "sqlite";
    public string? Connection { get; init; }
    public int Nodes { get; init; } = 1;
    public int Seed { get; init; } = 20261126;
    public int Kills { get; init; } = 4;
    public int AtEachPoint { get; init; } = 1;
    public int Signals { get; init; } = 1;
    public int Rate { get; init; } = 60;
    public string? App { get; init; }
    public string? History { get; init; }
    public string? Out { get; init; }

    /// <summary>Null when the call is wrong.</summary>
    public static TortureOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new TortureOptions();
        for (var i = 0; i < args.Count; i++)
        {
            var next = args[i] switch
            {
                "short" or "disk" or "lock" or "fanout" or "digest" or "campaign" or "erase" or "witness" => options with { Verb = args[i] },
                "long" => options with { Verb = "long", Kills = 200, AtEachPoint = 10, Signals = 10 },
                _ when i + 1 < args.Count => options.With(args[i], args[++i]),
                _ => null,
            };
            if (next is null)
            {
                return null;
            }
            options = next;
        }
        var engineFits = options.Engine == "sqlite" ? options.Nodes == 1 && options.Connection is null : options.Engine == "postgres";
        return engineFits && options.Nodes is >= 1 and <= 3 && options.Rate is >= 1 and <= 2000 ? options : null;
    }

    private TortureOptions? With(string name, string value) => name switch
    {
        "--engine" => this with { Engine = value },
        "--connection" => this with { Connection = value },
        "--app" => this with { App = value },
        "--history" => this with { History = value },
        "--out" => this with { Out = value },
        _ when !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) => null,
        "--nodes" => this with { Nodes = int.Parse(value, CultureInfo.InvariantCulture) },
        "--seed" => this with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
        "--kills" => this with { Kills = int.Parse(value, CultureInfo.InvariantCulture) },
        "--points" => this with { AtEachPoint = int.Parse(value, CultureInfo.InvariantCulture) },
        "--signals" => this with { Signals = int.Parse(value, CultureInfo.InvariantCulture) },
        "--rate" => this with { Rate = int.Parse(value, CultureInfo.InvariantCulture) },
        _ => null,
    };
}
