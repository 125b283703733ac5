using System.Globalization;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Campaigns;

/// <summary>A report as text for spreadsheets: one figure a line. Names are people's own, so cells that would run as a formula are made harmless.</summary>
public static class CampaignCsv
{
    private static readonly string[] Headings = ["section", "name", "measure", "count", "of", "share", "low95", "high95"];

    /// <summary>The whole file.</summary>
    public static string Write(CampaignReport report) => CsvText.Mark + CsvText.Line(Headings) + string.Concat(Rows(report).Select(CsvText.Line));

    private static IEnumerable<string?[]> Rows(CampaignReport report)
    {
        yield return ["campaign", report.Row.Name, RowId.Format(RowId.Campaign, report.Row.Id), null, null, null, null, null];
        foreach (var row in Funnel("messages", "all", report.Funnel).Concat(report.Providers.SelectMany(p => Funnel("provider", p.Provider.Wire(), p.Funnel))))
        {
            yield return row;
        }
        foreach (var (reason, count) in report.Suppressed)
        {
            yield return ["suppressed", reason.ToString(), null, Whole(count), null, null, null, null];
        }
        foreach (var variant in report.Variants)
        {
            yield return ["variant", variant.Name, "people", Whole(variant.People), null, null, null, null];
            yield return ["variant", variant.Name, "sent", Whole(variant.Sent), null, null, null, null];
            yield return Share(variant.Name, "confirmed", variant.Confirmed);
            yield return Share(variant.Name, "opened", variant.Opened);
            yield return Share(variant.Name, "acted", variant.Acted);
        }
        yield return ["verdict", report.Verdict.Leader, report.Verdict.Words, null, null, null, null, null];
    }

    private static IEnumerable<string?[]> Funnel(string section, string name, CampaignFunnel funnel) => new (string, long)[]
    {
        ("audience", funnel.Audience), ("heldOut", funnel.HeldOut), ("suppressed", funnel.Suppressed), ("waiting", funnel.Waiting), ("sent", funnel.Sent), ("confirmed", funnel.Confirmed),
        ("opened", funnel.Opened), ("acted", funnel.Acted), ("failed", funnel.Failed), ("expired", funnel.Expired), ("cancelled", funnel.Cancelled),
    }.Select(measure => new string?[] { section, name, measure.Item1, Whole(measure.Item2), null, null, null, null });

    private static string?[] Share(string name, string measure, Proportion p) =>
        ["variant", name, measure, Whole(p.Count), Whole(p.Of), p.Share?.ToString("0.####", CultureInfo.InvariantCulture), p.Of == 0 ? null : p.Low.ToString("0.####", CultureInfo.InvariantCulture), p.Of == 0 ? null : p.High.ToString("0.####", CultureInfo.InvariantCulture)];

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}
