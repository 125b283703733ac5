using NotifyHub.E2E.Support;

namespace NotifyHub.Torture.Load;

/// <summary>Phones at the twins: most take everything, a few misbehave as their scripts say, the same ones for the same seed.</summary>
public sealed class Fleet
{
    private static readonly string[] Platforms = ["ios", "android", "web", "huawei", "miPush"];

    // Answers that end well or in a documented state soon; a lost answer (reset) waits for the ladder's first rung of a minute.
    private static readonly string[] Quick = ["slow1", "f503r1x5", "f429r2x3", "f410x1", "late1", "goawayx20"];
    private static readonly string[] Patient = ["resetx1", "junkx1.html", "dropx1", "hang12x1"];

    private readonly List<string> _sound = [];
    private readonly List<string> _faulty = [];

    /// <summary>Devices that take everything: what is accepted for them must arrive, and at most once for each time that it was in flight at a kill.</summary>
    public IReadOnlyList<string> Sound => _sound;

    /// <summary>What the others do, for the report.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Makes and registers them.</summary>
    public static async Task<Fleet> RegisterAsync(HubUnderLoad hub, int seed, bool patient, CancellationToken cancel)
    {
        var chance = new Random(seed);
        var fleet = new Fleet();
        foreach (var platform in Platforms)
        {
            for (var i = 0; i < 8; i++)
            {
                fleet._sound.Add(await hub.AddPhoneAsync(platform, cancel));
            }
            var scripts = patient ? Quick.Concat(Patient) : Quick;
            foreach (var script in scripts.OrderBy(_ => chance.Next()).Take(patient ? 4 : 2))
            {
                fleet.Faults.Add($"{platform}:{script}");
                fleet._faulty.Add(await hub.AddPhoneAsync(platform, cancel, script));
            }
        }
        return fleet;
    }

    /// <summary>Recipients of one send: mostly one, sometimes all, now and then one that misbehaves.</summary>
    public IReadOnlyList<string> Draw(Random chance)
    {
        var count = chance.NextDouble() switch { < 0.6 => 1, < 0.95 => chance.Next(2, 7), _ => _sound.Count };
        var drawn = _sound.OrderBy(_ => chance.Next()).Take(count).ToList();
        if (chance.NextDouble() < 0.05)
        {
            drawn.Add(_faulty[chance.Next(_faulty.Count)]);
        }
        return drawn;
    }
}
