using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;

namespace NotifyHub.Security.Tenancy;

/// <summary>Makes projects and says which ones a person is in.</summary>
public sealed class Projects(HubContexts contexts, IWriteGate gate, IAuditLog audit, HubIds ids, TimeProvider time)
{
    /// <summary>A project with its first owner.</summary>
    public Task<Project> CreateAsync(HubUser owner, string name, CancellationToken cancel = default) =>
        gate.WriteAsync(session => AddAsync(session, owner, name), cancel);

    /// <summary>The person's projects, oldest first.</summary>
    public async Task<IReadOnlyList<Project>> OfAsync(long userId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.EveryProject);
        return await db.Members.Where(m => m.UserId == userId)
            .Join(db.Projects, m => m.ProjectId, p => p.Id, (_, p) => p).OrderBy(p => p.Id).AsNoTracking().ToListAsync(cancel);
    }

    /// <summary>What a project is called; null when there is none.</summary>
    public async Task<string?> NameAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Projects.Where(p => p.Id == projectId).Select(p => p.Name).SingleOrDefaultAsync(cancel);
    }

    /// <summary>As <see cref="CreateAsync"/>, inside the caller's transaction.</summary>
    internal async ValueTask<Project> AddAsync(WriteSession session, HubUser owner, string name)
    {
        var now = time.GetUtcNow();
        var project = new Project { Id = ids.Next(), Name = name, CreatedAt = now };
        await using var db = session.Open(ProjectScope.Of(project.Id));
        db.Projects.Add(project);
        db.Members.Add(new ProjectMember { ProjectId = project.Id, UserId = owner.Id, Role = ProjectRole.Owner, CreatedAt = now });
        await db.SaveChangesAsync();
        await audit.AppendAsync(session, new AuditFact(project.Id, owner.Email!, "project.created", RowId.Format(RowId.Project, project.Id)));
        return project;
    }
}
