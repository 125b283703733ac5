namespace NotifyHub.Data.Rows;

/// <summary>Events of one name that a campaign's messages led to, counted by the hour after each message reached its device.</summary>
public sealed class CampaignImpact : IProjectRow
{
    public long ProjectId { get; set; }
    public required string CampaignId { get; set; }
    public required string Name { get; set; }
    /// <summary>0 to 23.</summary>
    public int Hour { get; set; }
    public long Events { get; set; }
    public long Errors { get; set; }
}

/// <summary>What can't be added up by name and hour.</summary>
public sealed class CampaignImpactTotal : IProjectRow
{
    public long ProjectId { get; set; }
    public required string CampaignId { get; set; }
    public long Sessions { get; set; }
    /// <summary>Milliseconds from reaching a device to the first event; the shortest of all.</summary>
    public long QuickestMs { get; set; }
}

/// <summary>A session that a campaign counted already.</summary>
public sealed class CampaignSession : IProjectRow
{
    public long ProjectId { get; set; }
    public required string CampaignId { get; set; }
    public required string SessionId { get; set; }
}
