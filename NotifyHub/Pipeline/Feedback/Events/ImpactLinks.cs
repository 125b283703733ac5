using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Feedback.Events;

/// <summary>
/// Ties events to deliveries as soon as both are known: when the event comes (its breadcrumbs, its session), and when a session's confirmation comes
/// after its events. Each look has a bound, so that an app that calls every session the same ties little and costs little.
/// </summary>
internal static class ImpactLinks
{
    /// <summary>How long after a message reached a device an event counts.</summary>
    public static readonly TimeSpan Window = ImpactWindow.Length;

    /// <summary>Newest confirmations of its session that an event is tied to.</summary>
    public const int MostConfirmations = 40;

    /// <summary>Events of its session that a confirmation is tied to.</summary>
    public const int MostEvents = 500;

    private const string Columns = "event_impacts (project_id, delivery_id, event_id, campaign_id, link, noted_at, name, at, is_error, session_id)";

    internal static readonly string Named = $"""
        insert into {Columns}
        select d.project_id, d.id, @event, d.campaign_id, {(int)ImpactLink.Breadcrumb}, @now, @name, @at, @is_error, @session from deliveries d
        where d.id = @delivery and d.project_id = @project
        on conflict (delivery_id, event_id) do nothing
        """;

    internal static readonly string OfSession = $"""
        insert into {Columns}
        select d.project_id, d.id, @event, d.campaign_id, {(int)ImpactLink.Session}, @now, @name, @at, @is_error, @session from (
            select distinct i.delivery_id from (
                select delivery_id from interactions where project_id = @project and session_id = @session and at >= @from and at <= @to order by at desc limit {MostConfirmations}) i) c
        join deliveries d on d.id = c.delivery_id
        where d.project_id = @project
        on conflict (delivery_id, event_id) do nothing
        """;

    internal static readonly string OfConfirmation = $"""
        insert into {Columns}
        select e.project_id, d.id, e.id, d.campaign_id, {(int)ImpactLink.Session}, @now, e.name, e.at, e.is_error, e.session_id from deliveries d
        join (select id, project_id, name, at, is_error, session_id from events
            where project_id = @project and session_id = @session and at >= @from and at <= @to order by at limit {MostEvents}) e on e.project_id = d.project_id
        where d.id = @delivery and d.project_id = @project
        on conflict (delivery_id, event_id) do nothing
        """;

    /// <summary>A new event: the messages that it names, then those that its session confirmed.</summary>
    public static async ValueTask OfEventAsync(WriteSession session, long projectId, long eventId, EventReport report, DateTimeOffset at, DateTimeOffset now)
    {
        foreach (var delivery in report.Named)
        {
            await session.Prepare(Named).Bind(eventId, now, report.What, at, report.IsError, report.SessionId, delivery, projectId).ExecuteLaterAsync();
        }
        if (report.SessionId is { } own)
        {
            await session.Prepare(OfSession).Bind(eventId, now, report.What, at, report.IsError, own, projectId, at - Window, at + Window).ExecuteLaterAsync();
        }
    }

    /// <summary>A session's word about a delivery: the events that it reported before.</summary>
    public static ValueTask OfConfirmationAsync(WriteSession session, long projectId, long deliveryId, string sessionId, DateTimeOffset at, DateTimeOffset now) =>
        session.Prepare(OfConfirmation).Bind(now, projectId, sessionId, at - Window, at + Window, deliveryId).ExecuteLaterAsync();
}
