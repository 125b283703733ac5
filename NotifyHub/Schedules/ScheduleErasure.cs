using System.Text.Json.Nodes;
using NotifyHub.Audience.People.Erasing;
using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Schedules;

/// <summary>A schedule that was for a person alone goes with them; one that was for others too goes on without them.</summary>
internal sealed class ScheduleErasure : IErasurePart
{
    // Schedules are made by hand or by a deployment: some hundred in a project.
    internal const string OfProject = "select id, send from schedules where project_id = @project";
    private const string Drop = "delete from schedules where id = @id";
    private const string Change = "update schedules set send = @send, version = version + 1 where id = @id";

    /// <inheritdoc/>
    public async ValueTask<int> EraseAsync(WriteSession session, ErasedPerson person)
    {
        var changed = 0;
        foreach (var (id, text) in await session.Prepare(OfProject).Bind(person.ProjectId).QueryAsync(row => (row.GetInt64(0), row.GetString(1))))
        {
            var send = JsonNode.Parse(text)!.AsObject();
            if (send["to"] is not { } to || TargetNames.Without(to.ToJsonString(), person.UserId, person.FingerprintHex) is not { } left)
            {
                continue;
            }
            changed++;
            if (left == TargetNames.Nobody)
            {
                await session.Prepare(Drop).Bind(id).ExecuteLaterAsync();
                continue;
            }
            send["to"] = JsonNode.Parse(left);
            await session.Prepare(Change).Bind(send.ToJsonString(), id).ExecuteLaterAsync();
        }
        if (changed > 0)
        {
            session.Changed(person.ProjectId, HubTables.Schedules);
        }
        return changed;
    }
}
