namespace NotifyHub.Insights.Campaigns;

/// <summary>What a comparison of wordings says.</summary>
public enum CampaignVerdictKind
{
    /// <summary>There is one wording.</summary>
    NotCompared,
    /// <summary>Too few people, or too few who opened it.</summary>
    NotEnoughData,
    /// <summary>The intervals overlap: what differs may be chance.</summary>
    NoDifference,
    /// <summary>One wording's interval lies above all others'.</summary>
    Leads,
}

/// <summary>The verdict in a word and in a sentence.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Leader">The wording that leads; null when none does.</param>
/// <param name="Words">One sentence for people.</param>
public sealed record CampaignVerdict(CampaignVerdictKind Kind, string? Leader, string Words)
{
    /// <summary>People of each wording to whom it was sent, and openings of all, below which nothing is said.</summary>
    public const int LeastPeople = 100, LeastOpened = 10;

    /// <summary>Compares who opened it. Intervals that do not touch are a stricter test than it needs to be: a winner that is told is one.</summary>
    /// <param name="variants">Wordings, without those held out.</param>
    public static CampaignVerdict Of(IReadOnlyList<(string Name, Proportion Opened)> variants)
    {
        if (variants.Count < 2)
        {
            return new(CampaignVerdictKind.NotCompared, null, "There is one wording: nothing is compared.");
        }
        if (variants.Any(v => v.Opened.Of < LeastPeople) || variants.Sum(v => v.Opened.Count) < LeastOpened)
        {
            return new(CampaignVerdictKind.NotEnoughData, null, $"Not enough data: each wording must have reached {LeastPeople} people, and {LeastOpened} in all must have opened it.");
        }
        var ranked = variants.OrderByDescending(v => v.Opened.Share).ToList();
        var best = ranked[0];
        return ranked.Skip(1).All(other => other.Opened.High < best.Opened.Low)
            ? new(CampaignVerdictKind.Leads, best.Name, $"{best.Name} leads: more of its people opened it than of any other wording's, by more than chance explains (95 %).")
            : new(CampaignVerdictKind.NoDifference, null, "No difference that chance would not explain (95 %).");
    }
}
