using Microsoft.AspNetCore.Identity;

namespace NotifyHub.Data.Rows;

/// <summary>A team member's account.</summary>
public sealed class HubUser : IdentityUser<long>
{
    /// <summary>Shown in the dashboard, 1 to 100 characters.</summary>
    public string DisplayName { get; set; } = "";
    /// <summary>IANA zone in which times are shown; null means the browser's.</summary>
    public string? TimeZone { get; set; }
    /// <summary>BCP 47 tag of the language in which notifications come; null means each project's default.</summary>
    public string? Locale { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
