using System.Text;

namespace NotifyHub.Torture.Check;

/// <summary>One line of the table.</summary>
/// <param name="What">What was counted.</param>
/// <param name="Found">How many.</param>
/// <param name="Allowed">At most this many; null: any number, told for interest.</param>
/// <param name="Examples">The first few, for whoever looks into it.</param>
public sealed record Finding(string What, long Found, long? Allowed, IReadOnlyList<string> Examples)
{
    /// <summary>Whether the promise was kept.</summary>
    public bool Holds => Allowed is null || Found <= Allowed;
}

/// <summary>What the checker says.</summary>
public sealed class Verdict
{
    private const int ExamplesMax = 5;
    private readonly List<Finding> _findings = [];

    /// <summary>True when every promise was kept.</summary>
    public bool Holds => _findings.TrueForAll(f => f.Holds);

    /// <summary>Adds things that must not be.</summary>
    public void None(string what, IEnumerable<string> found) => AtMost(what, [.. found], 0);

    /// <summary>Adds things of which there may be some.</summary>
    public void AtMost(string what, IReadOnlyList<string> found, long allowed) => _findings.Add(new Finding(what, found.Count, allowed, [.. found.Take(ExamplesMax)]));

    /// <summary>Adds a number.</summary>
    public void Tell(string what, long count) => _findings.Add(new Finding(what, count, null, []));

    /// <summary>As a Markdown table, with examples of what went wrong below it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("| | found | allowed | |\n|---|---:|---:|---|\n");
        foreach (var f in _findings)
        {
            text.AppendLine($"| {f.What} | {f.Found} | {(f.Allowed is { } most ? most : "")} | {(f.Allowed is null ? "" : f.Holds ? "holds" : "**BROKEN**")} |");
        }
        foreach (var f in _findings.Where(f => !f.Holds))
        {
            text.AppendLine().AppendLine($"{f.What}:");
            foreach (var example in f.Examples)
            {
                text.AppendLine($"  {example}");
            }
        }
        return text.ToString();
    }
}
