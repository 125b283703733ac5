using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.Topics;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;

namespace NotifyHub.Audience.People.Erasing;

/// <summary>
/// Erases a person. The first commit takes the person, their consent and their subscriptions away and leaves a row that says what is still to do; the rest goes in slices,
/// here or, after a crash, by <see cref="ErasureJob"/>. Deliveries stay as tombstones: that something was sent, when, and what became of it.
/// </summary>
public sealed class PersonErasure(IWriteGate gate, HubContexts contexts, HubIds ids, ErasureSlices slices, IAuditLog audit, TimeProvider time)
{
    // A caller waits so long for the whole; what is left then is the job's.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Begins, and does as much as fits into about two seconds.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="userId">Whom.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="ip">From where.</param>
    /// <param name="cancel">Gives up waiting; what is begun goes on.</param>
    /// <returns>How far it is; null when this project knows nothing of such a user.</returns>
    public async Task<Erasure?> EraseAsync(long projectId, string userId, string actor, string? ip, CancellationToken cancel = default)
    {
        if (await BeginAsync(projectId, userId, actor, ip, cancel) is not { } id)
        {
            return null;
        }
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < Patience && !cancel.IsCancellationRequested && await slices.NextAsync(projectId, id, cancel))
        {
        }
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Erasures.AsNoTracking().SingleAsync(e => e.Id == id, CancellationToken.None);
    }

    private Task<long?> BeginAsync(long projectId, string userId, string actor, string? ip, CancellationToken cancel) => gate.WriteAsync<long?>(async session =>
    {
        var person = (await session.Prepare(ErasureSql.FindPerson).Bind(projectId, userId).QueryAsync(row => (Id: row.GetInt64(0), Fingerprint: row.IsDBNull(1) ? null : row.GetString(1)))).SingleOrDefault();
        if (person.Id == 0 && await session.Prepare(ErasureSql.HasDevices).Bind(projectId, userId).ScalarAsync() is null && await session.Prepare(ErasureSql.HasConsent).Bind(projectId, userId).ScalarAsync() is null)
        {
            return null;
        }
        var (id, now) = (ids.Next(), time.GetUtcNow());
        await session.Prepare(ErasureSql.Begin).Bind(id, projectId, userId, person.Fingerprint, actor, now).ExecuteAsync();
        if (person.Id != 0)
        {
            await TopicBook.LeaveAsync(session, projectId, SubscriberKind.Person, person.Id);
            // One row a cell that differs: at most some hundred.
            await session.Prepare(ErasureSql.DropPreferences).Bind(person.Id, projectId).ExecuteLaterAsync();
            await session.Prepare(ErasureSql.DropSettings).Bind(person.Id, projectId).ExecuteLaterAsync();
            foreach (var sql in ErasureSql.DropOthers)
            {
                await session.Prepare(sql).Bind(person.Id, projectId).ExecuteLaterAsync();
            }
            await session.Prepare(ErasureSql.DropPerson).Bind(person.Id, projectId).ExecuteAsync();
        }
        await DropConsentAsync(session, projectId, ConsentSubject.User, userId);
        if (person.Fingerprint is { } fingerprint)
        {
            await DropConsentAsync(session, projectId, ConsentSubject.Fingerprint, fingerprint);
        }
        // The log can't be changed, so it never learns the app's own id.
        await audit.AppendAsync(session, new AuditFact(projectId, actor, "user.erased", person.Id == 0 ? RowId.Format(RowId.Erasure, id) : RowId.Format(RowId.Person, person.Id), Ip: ip));
        session.Changed(projectId, HubTables.People | HubTables.Preferences);
        return id;
    }, cancel);

    private static async ValueTask DropConsentAsync(WriteSession session, long projectId, ConsentSubject subject, string id)
    {
        await session.Prepare(ErasureSql.DropOptOuts).Bind(projectId, subject, id).ExecuteLaterAsync();
        await session.Prepare(ErasureSql.DropConsent).Bind(projectId, subject, id).ExecuteLaterAsync();
    }
}
