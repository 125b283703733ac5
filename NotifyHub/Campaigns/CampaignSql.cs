using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Campaigns;

/// <summary>Statements of campaigns. Each step asks for the state from which it goes, so that of two presses one finds it done.</summary>
internal static class CampaignSql
{
    /// <summary>In order: @matched @now @id @project @version.</summary>
    public static readonly string Start = $"""
        update campaigns set state = {(int)CampaignState.Running}, matched = @matched, started_at = @now, updated_at = @now, due_at = @now, paused_because = null, version = version + 1
        where id = @id and project_id = @project and version = @version and (state = {(int)CampaignState.Draft} or state = {(int)CampaignState.Scheduled})
        """;

    /// <summary>In order: @notification @id @number.</summary>
    public const string Sent = "update campaign_variants set notification_id = @notification where campaign_id = @id and number = @number";

    /// <summary>In order: @at @now @id @project @version.</summary>
    public static readonly string Plan = $"""
        update campaigns set state = {(int)CampaignState.Scheduled}, start_at = @at, due_at = @at, updated_at = @now, paused_because = null, version = version + 1
        where id = @id and project_id = @project and version = @version and (state = {(int)CampaignState.Draft} or state = {(int)CampaignState.Scheduled})
        """;

    /// <summary>A start that was refused at its time. In order: @why @now @id @version.</summary>
    public static readonly string BackToDraft = $"""
        update campaigns set state = {(int)CampaignState.Draft}, start_at = null, due_at = null, paused_because = @why, updated_at = @now, version = version + 1
        where id = @id and version = @version and state = {(int)CampaignState.Scheduled}
        """;

    /// <summary>In order: @why @now @id @project.</summary>
    public static readonly string Pause = $"""
        update campaigns set state = {(int)CampaignState.Paused}, paused_because = @why, due_at = null, sweep = {(int)CampaignSweep.None}, updated_at = @now, version = version + 1
        where id = @id and project_id = @project and state = {(int)CampaignState.Running}
        """;

    /// <summary>In order: @now @id @project.</summary>
    public static readonly string Resume = $"""
        update campaigns set state = {(int)CampaignState.Running}, paused_because = null, due_at = @now, sweep = {(int)CampaignSweep.Wake}, updated_at = @now, version = version + 1
        where id = @id and project_id = @project and state = {(int)CampaignState.Paused}
        """;

    /// <summary>Of one that never started there is nothing to take back. In order: @now @id @project.</summary>
    public static readonly string Cancel = $"""
        update campaigns set state = {(int)CampaignState.Canceled}, sweep = case when started_at is null then {(int)CampaignSweep.None} else {(int)CampaignSweep.TakeBack} end,
            due_at = case when started_at is null then null else cast(@now as bigint) end, finished_at = @now, updated_at = @now, paused_because = null, version = version + 1
        where id = @id and project_id = @project and state < {(int)CampaignState.Completed}
        """;

    /// <summary>In order: @now @id.</summary>
    public static readonly string Complete = $"""
        update campaigns set state = {(int)CampaignState.Completed}, due_at = null, finished_at = @now, updated_at = @now, version = version + 1
        where id = @id and state = {(int)CampaignState.Running} and sweep = {(int)CampaignSweep.None}
        """;

    /// <summary>In order: @next @id @state @due.</summary>
    public const string PutOff = "update campaigns set due_at = @next where id = @id and state = @state and due_at = @due";

    /// <summary>A sweep is through; one that was ordered meanwhile is not. In order: @next @id @sweep @version.</summary>
    public static readonly string Swept = $"update campaigns set sweep = {(int)CampaignSweep.None}, due_at = @next where id = @id and sweep = @sweep and version = @version";

    /// <summary>In order: @upto @id @number.</summary>
    public const string Ended = "update campaign_variants set ended_upto = @upto where campaign_id = @id and number = @number";

    private const string Own = "id in (select a.notification_id from campaign_variants a where a.campaign_id = @id)";

    /// <summary>From this commit on a claim hands nothing of them to a vendor. In order: @at @id.</summary>
    public const string MarkPaused = $"update notifications set paused_at = @at where {Own}";

    /// <summary>In order: @at @id.</summary>
    public const string MarkCancelled = $"update notifications set cancelled_at = coalesce(cancelled_at, cast(@at as bigint)), paused_at = null where {Own}";

    /// <summary>Holds the fan-out or lets it go on; a chunk that is being written finds the state changed and is not written. In order: @to @now @finished @id @one @other.</summary>
    public const string Fanout = "update fanouts set state = @to, updated_at = @now, finished_at = @finished where campaign_id = @id and (state = @one or state = @other)";

    /// <summary>Whether more of it is still to be written. Parameter: @id.</summary>
    public const string Growing = "select 1 from fanouts where campaign_id = @id and finished_at is null";

    /// <summary>How far a variant's deliveries have ended: the first that has not, the last looked at, and how many those are. Parameters: @id @after @limit.</summary>
    public static readonly string Walk = $"""
        select min(case when {HubModel.Live("status")} then device_id end), max(device_id), count(*)
        from (select device_id, status from deliveries where notification_id = @id and device_id > @after order by device_id limit @limit) as part
        """;

    /// <summary>The end of the next stretch of a notification's deliveries, and how many it has. Parameters: @id @after @limit.</summary>
    public const string Stretch = """
        select max(part.k), count(*) from (select device_id as k from deliveries where notification_id = @id and device_id > @after order by device_id limit @limit) part
        """;

    /// <summary>What a pause put aside goes on; unless it stands still again. In order: @now @id @after @upto.</summary>
    public static readonly string Wake = $"""
        update deliveries set status = {(int)DeliveryStatus.Queued}, due_at = @now, updated_at = @now
        where notification_id = @id and device_id > @after and device_id <= @upto and status = {(int)DeliveryStatus.Delayed} and reason = {(int)DeliveryReason.None}
            and exists (select 1 from notifications n where n.id = @id and n.paused_at is null)
        """;

    /// <summary>In order: @now @id @after @upto.</summary>
    public static readonly string TakeBack = $"""
        update deliveries set status = {(int)DeliveryStatus.Cancelled}, reason = {(int)DeliveryReason.Cancelled}, updated_at = @now
        where notification_id = @id and device_id > @after and device_id <= @upto and {HubModel.Waiting()}
        """;
}
