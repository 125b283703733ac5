namespace NotifyHub.Data;

/// <summary>Up to when the ties of campaigns are added up: told by who adds, asked by who reads what is not added yet.</summary>
internal static class CampaignCounts
{
    /// <summary>Fact of the installation: epoch milliseconds.</summary>
    public const string MarkName = "impact_rollup_mark";
}
