using System.Globalization;

namespace NotifyHub.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Names">Parts to measure; none means all.</param>
/// <param name="Providers">Vendors to measure.</param>
/// <param name="Engines">sqlite, postgres or both.</param>
/// <param name="Count">Deliveries for each vendor, in hundreds.</param>
/// <param name="Minutes">Length of the soak.</param>
/// <param name="Rate">Sends a second of the soak.</param>
/// <param name="AnswerMs">Milliseconds that the vendors take to answer, one table each.</param>
/// <param name="App">Folder of a published app; null publishes one.</param>
/// <param name="Out">File for the report.</param>
/// <param name="Line">The command line, for the report.</param>
public sealed record BenchPlan(IReadOnlySet<string> Names, IReadOnlyList<string> Providers, IReadOnlyList<string> Engines, int Count, double Minutes, int Rate, IReadOnlyList<int> AnswerMs, string? App, string? Out, string Line)
{
    public static BenchPlan Read(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].StartsWith("--", StringComparison.Ordinal))
            {
                options[args[i][2..]] = i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{args[i]} needs a value.", nameof(args));
            }
            else
            {
                names.Add(args[i]);
            }
        }
        return new(
            names, options.TryGetValue("provider", out var provider) ? provider.Split(',') : ["apns", "fcm", "webpush"],
            options.GetValueOrDefault("engine", "both") is "both" ? ["sqlite", "postgres"] : [options["engine"]],
            int.Parse(options.GetValueOrDefault("count", "60000"), CultureInfo.InvariantCulture), double.Parse(options.GetValueOrDefault("minutes", "30"), CultureInfo.InvariantCulture),
            int.Parse(options.GetValueOrDefault("rate", "500"), CultureInfo.InvariantCulture), [.. options.GetValueOrDefault("answer-ms", "0,25").Split(',').Select(ms => int.Parse(ms, CultureInfo.InvariantCulture))], options.GetValueOrDefault("app"), options.GetValueOrDefault("out"), string.Join(' ', args));
    }

    public bool Measures(string name) => Names.Count == 0 ? name is not ("soak" or "simulate" or "inbox" or "people") : Names.Contains(name);
}
