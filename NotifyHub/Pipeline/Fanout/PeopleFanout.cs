using NotifyHub.Audience.Inbox;
using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Fanout;

/// <summary>
/// A stretch of people over the channels of a type, written by two statements: one over what carries their own name, one over devices that carry only their
/// fingerprint. What they chose for the type is asked here, so an inbox that is off gets no row. Inbox items come in the same transaction.
/// </summary>
internal sealed class PeopleFanout(HubEngine engine, HubIds ids, TimeProvider time)
{
    // Endpoints that are set aside ids for, for each of them: a phone or two, a browser, mail, chat, inbox.
    private const int Each = 8, Spare = 1000;

    /// <summary>
    /// The deliveries of a stretch, numbered from @base on. A row for a channel that is off is written only where the person turned it off themselves: the default is the type's
    /// to tell. Parameters beside the part's: @base @now @id @after @upto @type @critical, and @on1_ @wait1_ ... of each channel (null and 0 where it is not used).
    /// </summary>
    /// <param name="part">Of the target.</param>
    /// <param name="endpoints">Brings the endpoints.</param>
    /// <param name="match">Which of them are meant.</param>
    /// <param name="mayOptOut">It has a category: who opted out of it gets rows that say so.</param>
    internal static string Insert(TargetPart part, string endpoints, string match, bool mayOptOut) => $"""
        insert into deliveries (id, project_id, notification_id, device_id, provider, person_id, status, reason, lane, due_at, expires_at, attempts, crashes, maybe_duplicate, replays, receipt, created_at, updated_at, sent_at, template_id, category)
        select @base + row_number() over (order by r.person, r.device) - 1, r.project_id, r.id, r.device, r.provider, r.person,
            case when r.out = 1 or r.wanted = 0 then {(int)DeliveryStatus.Suppressed} when r.channel = {(int)ChannelKind.InApp} then {(int)DeliveryStatus.Sent} when r.wait > 0 then {(int)DeliveryStatus.Delayed} else {(int)DeliveryStatus.Queued} end,
            case when r.out = 1 then {(int)DeliveryReason.PreferenceOptedOut} when r.wanted = 0 then {(int)DeliveryReason.TypeOff} when r.channel <> {(int)ChannelKind.InApp} and r.wait > 0 then {(int)DeliveryReason.FallbackWait} else {(int)DeliveryReason.None} end,
            r.lane, @now + r.wait, r.expires_at, 0, 0, 0, 0, 0, @now, @now, case when r.out = 0 and r.wanted = 1 and r.channel = {(int)ChannelKind.InApp} then @now end, r.template_id, r.category
        from (
            select x.*, case when cast(@critical as bigint) = 1 then x.standard else coalesce(q.is_on, x.standard) end as wanted, q.is_on as chosen
            from (
                select y.*, {ByChannel("on")} as standard, {ByChannel("wait")} as wait
                from (
                    select f.project_id, f.id, e.id as device, e.provider, p.id as person, {PersonSql.ChannelOf("e.provider")} as channel, f.lane, n.expires_at, n.template_id, f.category,
                        {(mayOptOut ? $"case when {OptOutSql.IsOut("p.project_id", "p.user_id", "p.fingerprint_hex", "f.category")} then 1 else 0 end" : "0")} as out
                    from fanouts f cross join notifications n cross join {part.Candidates} {part.Join} {endpoints}
                    where f.id = @id and n.id = f.id and {part.Stretch} and {match}) as y) as x
            left join preferences q on q.person_id = x.person and q.type = cast(@type as text) and q.channel = x.channel
            where x.standard is not null) as r
        where r.wanted = 1 or r.chosen = 0
        on conflict (notification_id, device_id) do nothing
        """;

    /// <summary>Writes a stretch.</summary>
    /// <returns>Deliveries written; null when there were more than ids were set aside for: then nothing may be committed.</returns>
    public async ValueTask<int?> WriteAsync(WriteSession session, FanoutRun run, TargetPart part, long upto, int count)
    {
        var reserved = Math.Min(HubIds.MostReserved, (Each * count) + Spare);
        var written = 0;
        foreach (var (endpoints, match) in new[] { (PeopleSql.Endpoints(engine), PeopleSql.EndpointsMatch), (PeopleSql.Unnamed(engine), PeopleSql.UnnamedMatch) })
        {
            var from = ids.Reserve(reserved);
            var rows = await session.BindNamed(Insert(part, endpoints, match, run.Category is not null), Values(run, part, upto, from)).ExecuteAsync();
            if (rows > reserved)
            {
                return null;
            }
            written += rows;
            if (rows > 0)
            {
                // Numbers of rows that were there already are left out, so the last may be past the count of those written.
                await session.BindNamed(InboxSql.Fill, ("@id", run.Id), ("@base", from), ("@end", from + reserved)).ExecuteLaterAsync();
            }
        }
        session.Changed(run.ProjectId, HubTables.Inbox);
        return written;
    }

    private IEnumerable<(string Name, object? Value)> Values(FanoutRun run, TargetPart part, long upto, long from)
    {
        var plan = ChannelPlan.Read(run.Channels!);
        return [
            .. part.Values.Select(v => (v.Name, (object?)v.Value)), ("@project", run.ProjectId), ("@base", from), ("@now", time.GetUtcNow()), ("@id", run.Id), ("@after", run.Cursor), ("@upto", upto),
            ("@type", run.Type), ("@critical", plan.IsCritical),
            .. ChannelNames.All.SelectMany(channel => new[]
            {
                ($"@on{(int)channel}_", plan.Find(channel)?.IsOn is { } on ? (object?)(on ? 1L : 0L) : null), ($"@wait{(int)channel}_", (long)(plan.Find(channel)?.WaitMinutes ?? 0) * 60_000),
            })];
    }

    private static string ByChannel(string name) => $"case y.channel {string.Join(" ", ChannelNames.All.Select(channel => $"when {(int)channel} then cast(@{name}{(int)channel}_ as bigint)"))} end";
}
