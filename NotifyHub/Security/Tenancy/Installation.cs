using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;

namespace NotifyHub.Security.Tenancy;

/// <summary>Which project is the installation's own: the first. What serves every project (jobs, nodes) is looked after from there.</summary>
public sealed class Installation(HubContexts contexts)
{
    /// <summary>Whether it is this one.</summary>
    public async Task<bool> IsOfAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(default);
        return !await db.Projects.AnyAsync(p => p.Id < projectId, cancel);
    }

    /// <summary>Whether this member may look after the installation: an owner or admin of the first project.</summary>
    public async Task<bool> IsInChargeAsync(Member member, CancellationToken cancel = default) =>
        member.Is(Data.Rows.ProjectRole.Admin) && await IsOfAsync(member.ProjectId, cancel);
}
