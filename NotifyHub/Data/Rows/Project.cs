namespace NotifyHub.Data.Rows;

/// <summary>A tenant: everything else hangs on one.</summary>
public sealed class Project
{
    /// <summary>Wire prefix <c>prj</c>.</summary>
    public long Id { get; set; }
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; set; }
    /// <summary>IANA zone for those of whom none is known.</summary>
    public string TimeZone { get; set; } = "UTC";
    /// <summary>Limits, throttle, quarantine and alert settings as JSON; null for the defaults. Read and written by Pipeline/Delivery only.</summary>
    public string? DeliverySettings { get; set; }
    /// <summary>Quiet hours, caps, presence and digest cadence of the project as JSON; null for none of them.</summary>
    public string? PolicySettings { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>What a team member may do in a project, each role including the ones after it.</summary>
public enum ProjectRole { Owner = 1, Admin = 2, Operator = 3, Viewer = 4 }

/// <summary>A team member's role in a project.</summary>
public sealed class ProjectMember : IProjectRow
{
    public long ProjectId { get; set; }
    public long UserId { get; set; }
    public ProjectRole Role { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
