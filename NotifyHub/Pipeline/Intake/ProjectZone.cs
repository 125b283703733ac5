using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Intake;

/// <summary>The zone of a project, for those of whom none is known.</summary>
internal static class ProjectZone
{
    /// <summary>IANA name.</summary>
    public static async ValueTask<string?> OfAsync(HubContexts contexts, long projectId, CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Projects.Where(p => p.Id == projectId).Select(p => p.TimeZone).SingleOrDefaultAsync(cancel);
    }
}
