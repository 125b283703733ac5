using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Campaigns;

/// <summary>How far messages to devices came; each step is counted among all, so later ones are no greater than earlier ones.</summary>
/// <param name="Audience">Messages that were written, those held out among them.</param>
/// <param name="HeldOut">For comparison: never sent.</param>
/// <param name="Suppressed">Not sent, by consent or policy; without those held out.</param>
/// <param name="Waiting">Still to be sent.</param>
/// <param name="Sent">A vendor took them.</param>
/// <param name="Confirmed">The device has them.</param>
/// <param name="Opened">Somebody opened them.</param>
/// <param name="Acted">Somebody pressed a button or replied.</param>
/// <param name="Failed">Given up.</param>
/// <param name="Expired">Their time to live was over.</param>
/// <param name="Cancelled">Taken back.</param>
public sealed record CampaignFunnel(long Audience, long HeldOut, long Suppressed, long Waiting, long Sent, long Confirmed, long Opened, long Acted, long Failed, long Expired, long Cancelled)
{
    /// <summary>Messages about which nothing is open any more.</summary>
    public long Ended => Audience - Waiting;
}

/// <summary>One provider's part.</summary>
public sealed record CampaignProvider(ProviderKind Provider, CampaignFunnel Funnel);

/// <summary>One wording's part, in people: whoever has several devices counts once.</summary>
/// <param name="Row">The wording.</param>
/// <param name="People">People that were shared out to it.</param>
/// <param name="Sent">Of them those to whom a vendor took it.</param>
/// <param name="Confirmed">Of those sent: a device of theirs has it.</param>
/// <param name="Opened">Of those sent: they opened it.</param>
/// <param name="Acted">Of those sent: they pressed a button or replied.</param>
public sealed record CampaignVariantFigures(CampaignVariant Row, long People, long Sent, Proportion Confirmed, Proportion Opened, Proportion Acted)
{
    /// <summary>Its name.</summary>
    public string Name => Row.Name;
}

/// <summary>What became of a campaign.</summary>
/// <param name="Row">The campaign.</param>
/// <param name="Funnel">All of it.</param>
/// <param name="Suppressed">Why messages were not sent, most frequent first; those held out among them.</param>
/// <param name="Providers">By provider.</param>
/// <param name="Variants">By wording.</param>
/// <param name="Verdict">Which wording was opened more.</param>
/// <param name="At">When it was counted.</param>
public sealed record CampaignReport(
    Campaign Row, CampaignFunnel Funnel, IReadOnlyList<(DeliveryReason Reason, long Count)> Suppressed, IReadOnlyList<CampaignProvider> Providers, IReadOnlyList<CampaignVariantFigures> Variants, CampaignVerdict Verdict, DateTimeOffset At);
