using NotifyHub.Data.Rows;

namespace NotifyHub.Security.Tenancy;

/// <summary>Who sits at the dashboard, and in which project. Asked anew for every deed, so that a removed member can do nothing in an open circuit.</summary>
public interface ICurrentMember
{
    /// <summary>The signed-in member with the role of this moment.</summary>
    /// <exception cref="AccessDeniedException">Not signed in any more, or no member of any project.</exception>
    ValueTask<Member> GetAsync(CancellationToken cancel = default);

    /// <summary>As <see cref="GetAsync"/>, and at least this role.</summary>
    /// <exception cref="AccessDeniedException">A lesser role.</exception>
    ValueTask<Member> RequireAsync(ProjectRole atLeast, CancellationToken cancel = default);
}

/// <summary>A team member in a project.</summary>
public sealed record Member(long UserId, string Email, string DisplayName, string? TimeZone, long ProjectId, string ProjectName, ProjectRole Role)
{
    /// <summary>Owner is the highest role.</summary>
    public bool Is(ProjectRole atLeast) => Role <= atLeast;
}

/// <summary>The member may not do this; the message says which role may.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);
