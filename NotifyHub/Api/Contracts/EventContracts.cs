using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Impact;
using NotifyHub.Pipeline.Feedback.Events;

namespace NotifyHub.Api.Contracts;

/// <summary>What became of reported events.</summary>
/// <param name="Accepted">Kept now.</param>
/// <param name="Duplicates">Known already by their id; the first stays.</param>
/// <param name="Events">One each, in their order.</param>
public sealed record EventsAnswer(int Accepted, int Duplicates, IReadOnlyList<EventKept> Events)
{
    internal static EventsAnswer From(IReadOnlyList<KeptEvent> kept) =>
        new(kept.Count(one => one.IsNew), kept.Count(one => !one.IsNew), [.. kept.Select(one => new EventKept(RowId.Format(RowId.Event, one.Id), one.ExternalId, one.IsNew))]);
}

/// <summary>One of them.</summary>
/// <param name="Id">Our id of it.</param>
/// <param name="ExternalId">The app's own.</param>
/// <param name="IsNew">False when it was known already.</param>
public sealed record EventKept(string Id, string? ExternalId, bool IsNew);

/// <summary>An event, and the pushes that came before it.</summary>
/// <param name="Id">Our id of it.</param>
/// <param name="ExternalId">The app's own.</param>
/// <param name="Name">What happened.</param>
/// <param name="Timestamp">When, by the device's clock, never later than receivedAt.</param>
/// <param name="ReceivedAt">When it arrived here.</param>
/// <param name="SessionId">The app's session.</param>
/// <param name="UserId">The app's own id of its user.</param>
/// <param name="DeviceId">The device, as the app calls it.</param>
/// <param name="Level">debug, info, warning, error or fatal.</param>
/// <param name="IsError">Whether something went wrong.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Props">Anything else.</param>
/// <param name="Pushes">Messages that reached their device in the 24 hours before it, newest first, at most 50.</param>
public sealed record EventAnswer(
    string Id, string? ExternalId, string Name, DateTimeOffset Timestamp, DateTimeOffset ReceivedAt, string? SessionId, string? UserId, string? DeviceId,
    EventLevel? Level, bool IsError, JsonNode? Error, JsonObject? Props, IReadOnlyList<EventPush> Pushes)
{
    internal static EventAnswer From(EventOrigin origin) => new(
        RowId.Format(RowId.Event, origin.Event.Id), origin.Event.ExternalId, origin.Event.Name, origin.Event.At, origin.Event.ReceivedAt, origin.Event.SessionId, origin.Event.UserId,
        origin.Event.DeviceId, origin.Event.Level, origin.Event.IsError, origin.Event.Error is { } error ? JsonNode.Parse(error) : null,
        origin.Event.Props is { } props ? JsonNode.Parse(props)!.AsObject() : null, [.. origin.Pushes.Select(EventPush.From)]);
}

/// <summary>A push that came before an event.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="Title">Its title.</param>
/// <param name="CampaignId">Its campaign.</param>
/// <param name="ReachedAt">When it reached the device: the ack; else the send.</param>
/// <param name="SecondsBefore">From then to the event.</param>
/// <param name="By">breadcrumb (the event names it), session (its session acked it), device or user (it went to the same one: it came before, no more is known).</param>
/// <param name="Counts">Whether the event counts as its impact: by breadcrumb or session.</param>
public sealed record EventPush(string DeliveryId, string? Title, string? CampaignId, DateTimeOffset ReachedAt, double SecondsBefore, PushTie By, bool Counts)
{
    internal static EventPush From(PushBefore push) =>
        new(RowId.Format(RowId.Delivery, push.DeliveryId), push.Title, push.CampaignId, push.ReachedAt, Math.Round(push.Before.TotalSeconds, 3), push.Tie, push.Tie is PushTie.Breadcrumb or PushTie.Session);
}

/// <summary>What a delivery led to.</summary>
/// <param name="CorrelationStatus">ok; n/a when it was never sent, so that nothing can be known.</param>
/// <param name="WindowSecs">How long after it reached the device an event counts.</param>
/// <param name="EventCount">Events that name it or whose session acked it.</param>
/// <param name="ErrorCount">Those of them that are errors.</param>
/// <param name="DistinctSessions">Their sessions, each once.</param>
/// <param name="TimeToFirstEventSecs">From reaching the device to the first of them; null without one.</param>
/// <param name="Conversions">Those that are no errors, by name, the most frequent first, at most 20.</param>
/// <param name="Hours">Events and errors of each of the 24 hours.</param>
/// <param name="Capped">There are more than 10,000; only those were counted.</param>
public sealed record DownstreamAnswer(
    string CorrelationStatus, int WindowSecs, long EventCount, long ErrorCount, long DistinctSessions, double? TimeToFirstEventSecs,
    IReadOnlyList<ImpactConversion> Conversions, IReadOnlyList<ImpactHour> Hours, bool Capped)
{
    internal static DownstreamAnswer From(DownstreamImpact impact) => new(
        impact.IsKnown ? "ok" : "n/a", (int)DownstreamImpact.Window.TotalSeconds, impact.Events, impact.Errors, impact.Sessions,
        impact.ToFirst is { } first ? Math.Round(first.TotalSeconds, 3) : null, impact.Conversions, impact.Hours, impact.Capped);
}

/// <summary>What a campaign led to.</summary>
/// <param name="CampaignId">The tag.</param>
/// <param name="CorrelationStatus">ok; n/a while nothing of it was sent.</param>
/// <param name="WindowSecs">How long after a message reached its device an event counts.</param>
/// <param name="EventCount">Events that name one of its messages or whose session acked one; an event counts once for each message.</param>
/// <param name="ErrorCount">Those of them that are errors.</param>
/// <param name="DistinctSessions">Their sessions, each once.</param>
/// <param name="TimeToFirstEventSecs">The shortest time from a message's reaching its device to its first event; null without one.</param>
/// <param name="Conversions">Those that are no errors, by name, the most frequent first, at most 20.</param>
/// <param name="Hours">Events and errors by the hour after each message reached its device.</param>
public sealed record CampaignDownstreamAnswer(
    string CampaignId, string CorrelationStatus, int WindowSecs, long EventCount, long ErrorCount, long DistinctSessions, double? TimeToFirstEventSecs,
    IReadOnlyList<ImpactConversion> Conversions, IReadOnlyList<ImpactHour> Hours)
{
    internal static CampaignDownstreamAnswer From(string campaign, DownstreamImpact impact) => new(
        campaign, impact.IsKnown ? "ok" : "n/a", (int)DownstreamImpact.Window.TotalSeconds, impact.Events, impact.Errors, impact.Sessions,
        impact.ToFirst is { } first ? Math.Round(first.TotalSeconds, 3) : null, impact.Conversions, impact.Hours);
}
