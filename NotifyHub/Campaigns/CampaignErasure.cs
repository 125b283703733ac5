using System.Text.Json.Nodes;
using NotifyHub.Audience.People.Erasing;
using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Campaigns;

/// <summary>Takes a person's own names out of whom campaigns are for. One that named nobody else can't be started any more; what it has sent keeps its figures.</summary>
internal sealed class CampaignErasure : IErasurePart
{
    // Campaigns are made by hand or by a deployment; those that name a user hold it as text.
    internal const string OfProject = "select id, send from campaigns where project_id = @project";
    private const string Change = "update campaigns set send = @send, version = version + 1 where id = @id";

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
            send["to"] = JsonNode.Parse(left);
            await session.Prepare(Change).Bind(send.ToJsonString(), id).ExecuteLaterAsync();
        }
        if (changed > 0)
        {
            session.Changed(person.ProjectId, HubTables.Campaigns);
        }
        return changed;
    }
}
