using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Campaigns;

/// <summary>How far a campaign is.</summary>
/// <param name="Run">Its fan-out; null until it started.</param>
/// <param name="Written">Messages written.</param>
/// <param name="Waiting">Of them those still to be sent.</param>
/// <param name="Sent">Of them those that a vendor took.</param>
/// <param name="PerSecond">Messages that vendors took, a second, over the last half minute.</param>
public sealed record CampaignProgress(FanoutRun? Run, long Written, long Waiting, long Sent, double PerSecond)
{
    /// <summary>Share of the audience about which nothing is open any more, 0 to 1; null until the audience is counted.</summary>
    public double? Share
    {
        get
        {
            if (Run is not { Total: { } total, Looked: var looked })
            {
                return null;
            }
            // What is still to be looked at counts as waiting.
            var all = Written + (Run.FinishedAt is null ? Math.Max(0, total - looked) : 0);
            return all == 0 ? 1 : (double)(Written - Waiting) / all;
        }
    }
}
