namespace NotifyHub.Data.Rows;

/// <summary>Where a campaign stands; docs/campaigns.md draws it. Numbers from <see cref="Completed"/> on are ends.</summary>
public enum CampaignState { Draft = 1, Scheduled = 2, Running = 3, Paused = 4, Completed = 10, Canceled = 11 }

/// <summary>What is still to be done to a campaign's written deliveries, one stretch after the other.</summary>
public enum CampaignSweep
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>It goes on: what waits for that is woken.</summary>
    Wake = 1,
    /// <summary>It is canceled: what has not left is taken back.</summary>
    TakeBack = 2,
}

/// <summary>One push to an audience, in one or several wordings, that is started once. It makes a notification for each wording and one fan-out over all of them.</summary>
public sealed class Campaign : IProjectRow
{
    /// <summary>Wire prefix <c>cmp</c>; also the seed of who gets which wording.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; set; }
    public CampaignState State { get; set; }
    /// <summary>What is sent, as a caller asks for it, as JSON; a variant's own words go over it.</summary>
    public required string Send { get; set; }
    /// <summary>Share of people who get nothing, in hundredths of a percent: 0 to 5000.</summary>
    public int Holdout { get; set; }
    /// <summary>When it starts by itself; null for never.</summary>
    public DateTimeOffset? StartAt { get; set; }
    /// <summary>Devices that the target had when it started; null until then.</summary>
    public int? Matched { get; set; }
    /// <summary>Why it stands still, in words; null when somebody paused it, or it does not stand still.</summary>
    public string? PausedBecause { get; set; }
    /// <summary>When the worker looks at it next; null when there is nothing to look for.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public CampaignSweep Sweep { get; set; }
    /// <summary>Counts changes: what was decided on an older state is not written.</summary>
    public long Version { get; set; }
    public long? ApiKeyId { get; set; }
    /// <summary>E-mail or key name.</summary>
    public required string CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>One wording of a campaign with its share of the people, or those who are held out.</summary>
public sealed class CampaignVariant : IProjectRow
{
    public long CampaignId { get; set; }
    /// <summary>From 0 in the order given; those held out come last.</summary>
    public int Number { get; set; }
    public long ProjectId { get; set; }
    /// <summary>1 to 40 characters.</summary>
    public required string Name { get; set; }
    /// <summary>Its share against that of the others, 1 to 1000; 0 for those held out.</summary>
    public int Weight { get; set; }
    /// <summary>Its own words, as JSON; what they leave out is said by the campaign.</summary>
    public required string Words { get; set; }
    /// <summary>These people get nothing.</summary>
    public bool IsHoldout { get; set; }
    /// <summary>First bucket of its people, 0 to 9999 (docs/campaigns.md tells how a person's bucket is found).</summary>
    public int FromBucket { get; set; }
    /// <summary>First bucket after them.</summary>
    public int ToBucket { get; set; }
    /// <summary>What it sent; those held out are in the first variant's. Null until it started.</summary>
    public long? NotificationId { get; set; }
    /// <summary>Deliveries up to this device have ended.</summary>
    public long EndedUpto { get; set; }
}
