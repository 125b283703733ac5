using System.Text.Json.Nodes;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Campaigns;

/// <summary>What a campaign is to be.</summary>
public sealed record CampaignRequest : ICarriesIdempotencyKey
{
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }
    /// <summary>A push send without a time, dryRun, idempotencyKey, campaignId; what a variant leaves out is said here.</summary>
    public required PushSend Send { get; init; }
    /// <summary>Two to eight wordings to compare; left out, everybody gets the send as it is.</summary>
    public IReadOnlyList<CampaignWording>? Variants { get; init; }
    /// <summary>Share of people who get nothing, for comparison: 0 to 50, at most two decimals.</summary>
    public double? HoldoutPercent { get; init; }
    /// <summary>The same as the header Idempotency-Key, 1 to 255 characters.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>One wording of a campaign. What is left out is as the campaign's send says it.</summary>
public sealed record CampaignWording
{
    /// <summary>1 to 40 characters, unique in the campaign.</summary>
    public required string Name { get; init; }
    /// <summary>Its share against that of the others, 1 to 1000; 1 when left out.</summary>
    public int? Weight { get; init; }
    /// <summary>First line.</summary>
    public string? Title { get; init; }
    /// <summary>Second line (APNs only).</summary>
    public string? Subtitle { get; init; }
    /// <summary>The text.</summary>
    public string? Body { get; init; }
    /// <summary>Words from a template, in place of the send's own words.</summary>
    public PushSendTemplate? Template { get; init; }
    /// <summary>In place of the send's data.</summary>
    public JsonObject? Data { get; init; }
    /// <summary>Where a tap leads.</summary>
    public PushRoute? Route { get; init; }
    /// <summary>Picture; https.</summary>
    public string? ImageUrl { get; init; }
}

/// <summary>What changes of a campaign that has not started; what is left out stays.</summary>
public sealed record CampaignPatch
{
    /// <summary>Another name.</summary>
    public string? Name { get; init; }
    /// <summary>Another send, whole.</summary>
    public PushSend? Send { get; init; }
    /// <summary>Other wordings, all of them; an empty list for none.</summary>
    public IReadOnlyList<CampaignWording>? Variants { get; init; }
    /// <summary>Another share of people who get nothing.</summary>
    public double? HoldoutPercent { get; init; }
}

/// <summary>How a campaign is started.</summary>
public sealed record CampaignStart
{
    /// <summary>How many devices the caller believes it is for. Refused (409) when the target has more or fewer by over 1 % and over 10.</summary>
    public int? ExpectedMatched { get; init; }
    /// <summary>When; in the past or left out means now, at most 400 days ahead.</summary>
    public DateTimeOffset? StartAt { get; init; }
}
