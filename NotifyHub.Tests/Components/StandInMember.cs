using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components;

/// <summary>A member whose role the test sets, also while a page is open; null is nobody.</summary>
internal sealed class StandInMember : ICurrentMember
{
    public ProjectRole? Role { get; set; } = ProjectRole.Owner;

    public ValueTask<Member> GetAsync(CancellationToken cancel = default) => Role is { } role
        ? ValueTask.FromResult(new Member(1, "dana@example.com", "Dana Reyes", "Europe/Berlin", SendRows.Project, "Acme Shop", role))
        : throw new AccessDeniedException("This session has ended. Sign in again.");

    public async ValueTask<Member> RequireAsync(ProjectRole atLeast, CancellationToken cancel = default)
    {
        var member = await GetAsync(cancel);
        return member.Is(atLeast) ? member : throw new AccessDeniedException("This needs the role operator or higher.");
    }
}
