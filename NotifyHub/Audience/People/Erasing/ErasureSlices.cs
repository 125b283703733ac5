using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.Topics;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.People.Erasing;

/// <summary>The work of an erasure, a commit at a time: first no device gets anything more, then what other areas keep, then deliveries device by device, then every send that named the person, last the traces of the erasure itself.</summary>
public sealed class ErasureSlices(IWriteGate gate, HubContexts contexts, DeviceTokens tokens, IEnumerable<IErasurePart> parts, ErasureNames names, TimeProvider time)
{
    // A few ms of the gate each, which intake and results share.
    private const int Devices = 100;
    private const int Deliveries = 250;

    private static readonly string Blank = PushMessageJson.Write(new PushMessage { Silent = true });

    /// <summary>Does the next slice; false when there is nothing left to do.</summary>
    public async Task<bool> NextAsync(long projectId, long erasureId, CancellationToken cancel = default)
    {
        Erasure? run;
        await using (var db = contexts.Open(ProjectScope.Of(projectId)))
        {
            run = await db.Erasures.AsNoTracking().SingleOrDefaultAsync(e => e.Id == erasureId && e.FinishedAt == null, cancel);
        }
        if (run is not { UserId: { } user })
        {
            return false;
        }
        var person = new ErasedPerson(projectId, user, run.FingerprintHex, run.CreatedAt);
        // Looking for names goes through many rows that have none, and so not inside the gate.
        var named = run.DeviceCursor == ErasureNames.Stage ? await names.FindAsync(run, person, cancel) : null;
        var more = await gate.WriteAsync(async session =>
            // Another node (or the job beside the request) was here meanwhile: look again.
            await session.Prepare(ErasureSql.Take).Bind(run.Id, run.DeviceCursor, run.DeliveryCursor, run.Devices).ExecuteAsync() == 0
            || await (named is null ? ForgetAsync(session, run, person) : ForgetNamesAsync(session, run, named)), cancel);
        Failpoint.Hit(CrashPoint.P13);
        return more;
    }

    private async ValueTask<bool> ForgetAsync(WriteSession session, Erasure run, ErasedPerson person) =>
        await ForgetDevicesAsync(session, run, person) || await PartsAsync(session, person) || await ForgetDeliveriesAsync(session, run) || await AdvanceAsync(session, run, ErasureNames.Stage, 0);

    private async ValueTask<bool> ForgetNamesAsync(WriteSession session, Erasure run, NamedSends named)
    {
        await ErasureNames.ForgetAsync(session, run, named, Mark(run), Blank);
        return await (named.IsLast ? FinishAsync(session, run) : AdvanceAsync(session, run, ErasureNames.Stage, named.UpTo));
    }

    private async ValueTask<bool> ForgetDevicesAsync(WriteSession session, Erasure run, ErasedPerson person)
    {
        var found = await session.Prepare(ErasureSql.DevicesOfUser).Bind(run.ProjectId, person.UserId, run.CreatedAt, Devices).QueryAsync(Device);
        if (found.Count == 0 && person.FingerprintHex is { } fingerprint)
        {
            found = await session.Prepare(ErasureSql.DevicesOfFingerprint).Bind(run.ProjectId, fingerprint, run.CreatedAt, Devices).QueryAsync(Device);
        }
        if (found.Count == 0)
        {
            return false;
        }
        var now = time.GetUtcNow();
        foreach (var (id, provider) in found)
        {
            await session.Prepare(ErasureSql.Forget).Bind(Array.Empty<byte>(), tokens.Forgotten(run.ProjectId, provider, id), Mark(run), now, id, run.ProjectId).ExecuteLaterAsync();
            await TopicBook.LeaveAsync(session, run.ProjectId, SubscriberKind.Device, id);
            if (provider.IsPush())
            {
                session.Happened(new HubFact(FactKind.DeviceRetired, run.ProjectId, id));
            }
        }
        session.Changed(run.ProjectId, HubTables.Devices);
        return await AdvanceAsync(session, run, 0, 0, devices: found.Count(device => device.Provider.IsPush()));
    }

    private async ValueTask<bool> PartsAsync(WriteSession session, ErasedPerson person)
    {
        foreach (var part in parts)
        {
            if (await part.EraseAsync(session, person) > 0)
            {
                return true;
            }
        }
        return false;
    }

    private async ValueTask<bool> ForgetDeliveriesAsync(WriteSession session, Erasure run)
    {
        var next = await session.Prepare(ErasureSql.Marked).Bind(run.ProjectId, Mark(run), run.DeviceCursor).ScalarAsync();
        if (next is not long device)
        {
            return false;
        }
        var after = device == run.DeviceCursor ? run.DeliveryCursor : 0;
        var found = await session.Prepare(ErasureSql.DeliveriesOf).Bind(device, after, Deliveries).QueryAsync(row => (Id: row.GetInt64(0), Notification: row.GetInt64(1)));
        if (found.Count == 0)
        {
            // On to the next device, which has a larger id.
            return await AdvanceAsync(session, run, device + 1, 0);
        }
        var now = time.GetUtcNow();
        var cancelled = await session.Prepare(ErasureSql.Cancel).ExecuteManyAsync([.. found.Select(d => new object?[] { now, d.Id })]);
        foreach (var sql in new[] { ErasureSql.ScrubDelivery, ErasureSql.ScrubInteractions, ErasureSql.ScrubAttempts, ErasureSql.DropInboxItem })
        {
            await session.Prepare(sql).ExecuteManyAsync([.. found.Select(d => new object?[] { d.Id })]);
        }
        var messages = found.Select(d => d.Notification).Distinct().ToList();
        var scrubbed = await session.Prepare(ErasureSql.ScrubNotification).ExecuteManyAsync([.. messages.Select(id => new object?[] { Blank, id, run.ProjectId, Mark(run) })]);
        await session.Prepare(ErasureSql.DropContents).ExecuteManyAsync([.. messages.Where((_, i) => scrubbed[i] > 0).Select(id => new object?[] { id, run.ProjectId })]);
        foreach (var (_, notification) in found.Where((_, i) => cancelled[i] > 0))
        {
            session.Happened(new HubFact(FactKind.NotificationCompleted, run.ProjectId, notification));
        }
        session.Changed(run.ProjectId, HubTables.Deliveries | HubTables.Interactions);
        return await AdvanceAsync(session, run, device, found[^1].Id, cancelled: cancelled.Sum(), deliveries: found.Count);
    }

    private async ValueTask<bool> FinishAsync(WriteSession session, Erasure run)
    {
        await session.Prepare(ErasureSql.Unmark).Bind(run.ProjectId, Mark(run)).ExecuteLaterAsync();
        await session.Prepare(ErasureSql.Finish).Bind(time.GetUtcNow(), run.Id).ExecuteLaterAsync();
        session.Changed(run.ProjectId, HubTables.People | HubTables.Devices);
        session.LeavesNoTrace = true;
        return false;
    }

    private static async ValueTask<bool> AdvanceAsync(WriteSession session, Erasure run, long device, long delivery, int devices = 0, int cancelled = 0, int deliveries = 0)
    {
        await session.Prepare(ErasureSql.Advance).Bind(device, delivery, devices, cancelled, deliveries, run.Id).ExecuteLaterAsync();
        return true;
    }

    private static string Mark(Erasure run) => RowId.Format(RowId.Erasure, run.Id);

    private static (long Id, ProviderKind Provider) Device(System.Data.Common.DbDataReader row) => (row.GetInt64(0), (ProviderKind)row.GetInt32(1));
}
