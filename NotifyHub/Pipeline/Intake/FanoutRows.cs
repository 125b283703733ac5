using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Intake;

/// <summary>What the next stage needs of a send to many: its deliveries are written there, in chunks.</summary>
/// <param name="Target">Whom, as JSON.</param>
/// <param name="Type">Key of the type of a notification to people; null for a push.</param>
/// <param name="Channels">Over which channels that goes, as JSON.</param>
/// <param name="CampaignId">The campaign whose people it shares out; null for a send of its own.</param>
internal sealed record FanoutRows(string Target, string? Type = null, string? Channels = null, long? CampaignId = null)
{
    internal const string Sql = """
        insert into fanouts (id, project_id, state, target, lane, due_at, collapse_key, category, part, "cursor", looked, written, taken_back, work_ms, fence, created_at, updated_at, type, channels, campaign_id)
        values (@id, @project, @state, @target, @lane, @due, @collapse, @category, 0, 0, 0, 0, 0, 0, 0, @now, @now, @type, @channels, @campaign)
        """;

    public static FanoutRows Of(AudienceTarget target) => new(target.Write());

    /// <summary>Writes the order beside the send.</summary>
    public async ValueTask WriteAsync(WriteSession session, SendRows send)
    {
        await session.Prepare(Sql).Bind(
            send.Accepted.NotificationId, send.Origin.ProjectId, FanoutState.Running, Target, send.Lane, send.DueAt, send.Send.Options?.CollapseKey, send.Send.PreferenceCategory, send.Accepted.At, Type, Channels, CampaignId).ExecuteLaterAsync();
        session.Changed(send.Origin.ProjectId, HubTables.Fanouts);
    }
}
