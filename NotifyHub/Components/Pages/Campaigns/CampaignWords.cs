using System.Globalization;
using NotifyHub.Campaigns;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Campaigns;

namespace NotifyHub.Components.Pages.Campaigns;

/// <summary>Campaigns in words.</summary>
internal static class CampaignWords
{
    public static Tone ToneOf(CampaignState state) => state switch
    {
        CampaignState.Running => Tone.Busy, CampaignState.Paused => Tone.Warn, CampaignState.Completed => Tone.Ok, _ => Tone.Idle,
    };

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Rate(double perSecond) => perSecond < 0.05 ? "none a second" : string.Create(CultureInfo.InvariantCulture, $"{perSecond:#,0.#} a second");

    public static string Percent(double? share) => share is { } s ? string.Create(CultureInfo.InvariantCulture, $"{s * 100:0.0}\u00A0%") : "–";

    /// <summary>9.4 % (8.6 to 10.2)</summary>
    public static string Interval(Proportion p) => p.Share is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{p.Low * 100:0.0} to {p.High * 100:0.0} %");

    public static string Percent(int hundredths) => string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100m:0.##}\u00A0%");

    /// <summary>What a wording says of its own; null when it says what the campaign says.</summary>
    public static string? Own(CampaignVariant variant)
    {
        var words = CampaignJson.WordingOf(variant);
        string?[] own = [words.Title, words.Subtitle, words.Body, words.Template is { } template ? $"template {template.Id}" : null];
        return own.Any(word => word is not null) ? string.Join(" · ", own.Where(word => word is not null)) : null;
    }

    /// <summary>How far it is, in a sentence.</summary>
    public static string Progress(Campaign row, CampaignProgress? progress) => (row.State, progress) switch
    {
        (CampaignState.Draft, _) => "Not started",
        (CampaignState.Scheduled, _) => "Waits for its time",
        (_, null or { Run: null }) => "Nothing sent",
        (CampaignState.Running, { } at) => $"{Number(at.Sent)} sent, {Number(at.Waiting)} waiting, {Rate(at.PerSecond)}",
        (CampaignState.Paused, { } at) => $"{Number(at.Sent)} sent, {Number(at.Waiting)} held",
        (_, { } at) => $"{Number(at.Sent)} of {Number(at.Written)} sent",
    };

    /// <summary>What the rest of the verdict means for colours.</summary>
    public static Tone ToneOf(CampaignVerdictKind kind) => kind == CampaignVerdictKind.Leads ? Tone.Ok : Tone.Idle;

    /// <summary>A call that makes a campaign.</summary>
    public static string Curl(string host) => $$"""
        curl {{host}}v1/campaigns -H "Authorization: Bearer $NOTIFYHUB_KEY" -H "Content-Type: application/json" \
          -d '{"name":"Autumn sale","send":{"to":{"topic":"news"},"title":"The autumn sale is here"},
               "variants":[{"name":"A"},{"name":"B","title":"Only until Sunday: 30 % off"}],"holdoutPercent":5}'
        """;
}
