using System.Text.Json;
using NotifyHub.Campaigns;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Campaigns;

namespace NotifyHub.Api.Contracts;

/// <summary>A campaign.</summary>
/// <param name="Id">The campaign; its messages bear it as their campaignId.</param>
/// <param name="Name">For people.</param>
/// <param name="State">draft, scheduled, running, paused, completed or canceled.</param>
/// <param name="Send">What is sent; a variant's own words go over it.</param>
/// <param name="Variants">Its wordings; one named A when none were given.</param>
/// <param name="HoldoutPercent">Share of people who get nothing.</param>
/// <param name="StartAt">When it starts by itself.</param>
/// <param name="Matched">Devices that its target had when it started.</param>
/// <param name="PausedBecause">Why it stands still, or why a planned start was refused; null when somebody paused it.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">Its last change.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="FinishedAt">When every message had ended, or when it was canceled.</param>
public sealed record CampaignAnswer(
    string Id, string Name, CampaignState State, JsonElement Send, IReadOnlyList<CampaignVariantAnswer> Variants, double HoldoutPercent, DateTimeOffset? StartAt, int? Matched, string? PausedBecause,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>From the rows.</summary>
    public static CampaignAnswer From(CampaignView view)
    {
        var row = view.Row;
        return new(
            RowId.Format(RowId.Campaign, row.Id), row.Name, row.State, JsonDocument.Parse(row.Send).RootElement, [.. view.Variants.Where(v => !v.IsHoldout).Select(CampaignVariantAnswer.From)], row.Holdout / 100.0, row.StartAt, row.Matched,
            row.PausedBecause, row.CreatedBy, row.CreatedAt, row.UpdatedAt, row.StartedAt, row.FinishedAt);
    }
}

/// <summary>A wording of a campaign.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its share against that of the others.</param>
/// <param name="Words">Its own words, as they were given.</param>
/// <param name="NotificationId">What it sent; null until the campaign started.</param>
public sealed record CampaignVariantAnswer(string Name, int Weight, JsonElement Words, string? NotificationId)
{
    internal static CampaignVariantAnswer From(CampaignVariant row) =>
        new(row.Name, row.Weight, JsonDocument.Parse(row.Words).RootElement, row.NotificationId is { } id ? RowId.Format(RowId.Notification, id) : null);
}

/// <summary>A test of a campaign.</summary>
/// <param name="Tests">One for each wording.</param>
public sealed record CampaignTestAnswer(IReadOnlyList<CampaignTested> Tests)
{
    internal static CampaignTestAnswer From(IReadOnlyList<TestedWording> sent) => new([.. sent.Select(one =>
        new CampaignTested(one.Variant, RowId.Format(RowId.Notification, one.Accepted.NotificationId), [.. one.Accepted.Tickets.Select(ticket => RowId.Format(RowId.Delivery, ticket.DeliveryId))]))]);
}

/// <summary>A wording that was sent to testers.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="NotificationId">What was sent.</param>
/// <param name="Deliveries">One for each device, in their order.</param>
public sealed record CampaignTested(string Variant, string NotificationId, IReadOnlyList<string> Deliveries);

/// <summary>Whom a campaign would go to now.</summary>
/// <param name="Matched">Devices of its target; give it as expectedMatched to start.</param>
/// <param name="HoldoutPercent">Share of their people who would get nothing.</param>
public sealed record CampaignEstimate(int Matched, double HoldoutPercent);

/// <summary>How far messages came.</summary>
/// <param name="Audience">Messages written, those held out among them.</param>
/// <param name="HeldOut">For comparison: never sent.</param>
/// <param name="Suppressed">Not sent, by consent or policy.</param>
/// <param name="Waiting">Still to be sent.</param>
/// <param name="Sent">A vendor took them.</param>
/// <param name="Confirmed">The device has them.</param>
/// <param name="Opened">Somebody opened them.</param>
/// <param name="Acted">Somebody pressed a button or replied.</param>
/// <param name="Failed">Given up.</param>
/// <param name="Expired">Their time to live was over.</param>
/// <param name="Cancelled">Taken back.</param>
public sealed record CampaignFunnelAnswer(long Audience, long HeldOut, long Suppressed, long Waiting, long Sent, long Confirmed, long Opened, long Acted, long Failed, long Expired, long Cancelled)
{
    internal static CampaignFunnelAnswer From(CampaignFunnel f) => new(f.Audience, f.HeldOut, f.Suppressed, f.Waiting, f.Sent, f.Confirmed, f.Opened, f.Acted, f.Failed, f.Expired, f.Cancelled);
}

/// <summary>Messages that were not sent.</summary>
/// <param name="Reason">Stable name, as the delivery bears it.</param>
/// <param name="Count">How many.</param>
public sealed record CampaignSuppressed(string Reason, long Count);

/// <summary>One provider's part.</summary>
/// <param name="Provider">Which.</param>
/// <param name="Funnel">How far its messages came.</param>
public sealed record CampaignProviderAnswer(string Provider, CampaignFunnelAnswer Funnel);

/// <summary>A share of people with its 95 % interval (Wilson).</summary>
/// <param name="Count">Who did.</param>
/// <param name="Share">Of those to whom it was sent, 0 to 1; null of nobody.</param>
/// <param name="Low">Lower end of the interval, 0 to 1.</param>
/// <param name="High">Upper end of the interval, 0 to 1.</param>
public sealed record CampaignShare(long Count, double? Share, double Low, double High)
{
    internal static CampaignShare From(Proportion p) => new(p.Count, p.Share, p.Low, p.High);
}

/// <summary>One wording's part, in people.</summary>
/// <param name="Name">The wording.</param>
/// <param name="People">Shared out to it.</param>
/// <param name="Sent">Of them those to whom a vendor took it.</param>
/// <param name="Confirmed">A device of theirs has it.</param>
/// <param name="Opened">They opened it.</param>
/// <param name="Acted">They pressed a button or replied.</param>
public sealed record CampaignVariantReport(string Name, long People, long Sent, CampaignShare Confirmed, CampaignShare Opened, CampaignShare Acted);

/// <summary>Which wording was opened more.</summary>
/// <param name="Code">notCompared, notEnoughData, noDifference or leads.</param>
/// <param name="Leader">The wording that leads.</param>
/// <param name="Words">One sentence for people.</param>
public sealed record CampaignVerdictAnswer(CampaignVerdictKind Code, string? Leader, string Words);

/// <summary>What became of a campaign.</summary>
/// <param name="Id">The campaign.</param>
/// <param name="State">draft, scheduled, running, paused, completed or canceled.</param>
/// <param name="Funnel">Messages, one to each device.</param>
/// <param name="Suppressed">Why messages were not sent, most frequent first.</param>
/// <param name="Providers">By provider.</param>
/// <param name="Variants">By wording, in people.</param>
/// <param name="Verdict">Which wording was opened more.</param>
/// <param name="CountedAt">When it was counted.</param>
public sealed record CampaignReportAnswer(
    string Id, CampaignState State, CampaignFunnelAnswer Funnel, IReadOnlyList<CampaignSuppressed> Suppressed, IReadOnlyList<CampaignProviderAnswer> Providers, IReadOnlyList<CampaignVariantReport> Variants,
    CampaignVerdictAnswer Verdict, DateTimeOffset CountedAt)
{
    internal static CampaignReportAnswer From(CampaignReport report) => new(
        RowId.Format(RowId.Campaign, report.Row.Id), report.Row.State, CampaignFunnelAnswer.From(report.Funnel), [.. report.Suppressed.Select(s => new CampaignSuppressed(s.Reason.ToString(), s.Count))],
        [.. report.Providers.Select(p => new CampaignProviderAnswer(p.Provider.Wire(), CampaignFunnelAnswer.From(p.Funnel)))],
        [.. report.Variants.Select(v => new CampaignVariantReport(v.Name, v.People, v.Sent, CampaignShare.From(v.Confirmed), CampaignShare.From(v.Opened), CampaignShare.From(v.Acted)))],
        new CampaignVerdictAnswer(report.Verdict.Kind, report.Verdict.Leader, report.Verdict.Words), report.At);
}
