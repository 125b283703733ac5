using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>Keeps the newest mails of a project while no server is set, as a server would have got them.</summary>
public sealed class MailOutbox(IWriteGate gate, HubContexts contexts, HubIds ids, TimeProvider time)
{
    /// <summary>Of each project.</summary>
    internal const int Most = 500;

    internal const string Put = """
        insert into outbox_mails (id, project_id, delivery_id, user_id, recipient, subject, source, created_at) values (@id, @project, @delivery, @user, @recipient, @subject, @source, @now)
        on conflict (project_id, delivery_id) do nothing
        """;

    internal const string Trim = """
        delete from outbox_mails where project_id = @project and id < (select min(newest.id) from (select id from outbox_mails where project_id = @project order by id desc limit @most) newest)
        """;

    /// <summary>Keeps one; once, however often its delivery is tried.</summary>
    public Task KeepAsync(OutboxMail mail, CancellationToken cancel) => gate.WriteAsync(async session =>
    {
        await session.Prepare(Put).Bind(ids.Next(), mail.ProjectId, mail.DeliveryId, mail.UserId, mail.Recipient, mail.Subject, mail.Source, time.GetUtcNow()).ExecuteAsync();
        await session.Prepare(Trim).Bind(mail.ProjectId, Most).ExecuteLaterAsync();
        session.Changed(mail.ProjectId, HubTables.Mail);
    }, cancel);

    /// <summary>Newest first, without their sources.</summary>
    /// <param name="projectId">Whose.</param>
    /// <param name="invitations">Invitations too: for owners only, whoever reads one could accept it.</param>
    /// <param name="before">Where the page begins.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IReadOnlyList<OutboxMail>> PageAsync(long projectId, bool invitations, long? before, int limit, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await Seen(db, projectId, invitations).Where(m => (before == null || m.Id < before)).OrderByDescending(m => m.Id).Take(limit)
            .Select(m => new OutboxMail { Id = m.Id, ProjectId = m.ProjectId, DeliveryId = m.DeliveryId, UserId = m.UserId, Recipient = m.Recipient, Subject = m.Subject, Source = "", CreatedAt = m.CreatedAt }).ToListAsync(cancel);
    }

    /// <summary>One whole; null when this project has none of the id, or it is an invitation and those are not asked for.</summary>
    public async Task<OutboxMail?> FindAsync(long projectId, bool invitations, long id, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await Seen(db, projectId, invitations).SingleOrDefaultAsync(m => m.Id == id, cancel);
    }

    private static IQueryable<OutboxMail> Seen(HubDb db, long projectId, bool invitations) => db.OutboxMails.AsNoTracking()
        .Where(m => m.ProjectId == projectId && (invitations || m.UserId == null || !m.UserId.StartsWith(OutboxMail.InvitationPrefix)));
}
