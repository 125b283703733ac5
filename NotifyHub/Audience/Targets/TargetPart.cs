namespace NotifyHub.Audience.Targets;

/// <summary>
/// One walk over a target's candidates in the order of an index: whoever reads a part remembers the last key and goes on after it. Devices are <c>v</c>
/// once they are joined; the project is <c>@project</c>.
/// </summary>
/// <param name="Candidates">The table that the walk is over, with its alias.</param>
/// <param name="Join">What brings the devices in; empty where they are the candidates themselves.</param>
/// <param name="Key">The column that orders the walk: a device's id.</param>
/// <param name="Where">Which rows are candidates; an index answers it in the key's order.</param>
/// <param name="Match">Which of the joined devices are meant.</param>
/// <param name="Values">Parameters of all these texts, beside the project.</param>
/// <param name="IsSparse">Of many candidates few may match: a walk must be bounded by what it looks at, not by what it finds.</param>
/// <param name="IsWide">A candidate may stand for several devices.</param>
internal sealed record TargetPart(string Candidates, string Join, string Key, string Where, string Match, IReadOnlyList<(string Name, object Value)> Values, bool IsSparse = false, bool IsWide = false)
{
    /// <summary>The end of the next stretch of candidates, and how many it has. Parameters beside the part's: @after, @limit.</summary>
    public string Window => $"select max(stretch.k), count(*) from (select {Key} as k from {Candidates} where {Where} and {Key} > @after order by {Key} limit @limit) stretch";

    /// <summary>How many candidates there are.</summary>
    public string Count => $"select count(*) from {Candidates} where {Where}";

    /// <summary>How many of them are meant.</summary>
    public string CountMatching => $"select count(*) from {Candidates} {Join} where {Where} and {Match}";

    /// <summary>Devices in the key's order. Parameters beside the part's: @after, @upto, @limit.</summary>
    public string First => $"select v.id, v.provider, v.status from {Candidates} {Join} where {Stretch} order by {Key} limit @limit";

    /// <summary>Whether any of them has this vendor. Parameter beside the part's: @provider.</summary>
    public string HasVendor => $"select 1 from {Candidates} {Join} where {Where} and {Match} and v.provider = @provider limit 1";

    /// <summary>The condition for a stretch of the walk, after @after up to @upto.</summary>
    public string Stretch => $"{Where} and {Key} > @after and {Key} <= @upto and {Match}";
}
