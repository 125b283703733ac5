using System.Text.Json;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.DeadLetters;
using NotifyHub.Pipeline.Delivery.DeadLetters;

namespace NotifyHub.Api.Contracts;

/// <summary>A delivery that was given up.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Notification">What was sent.</param>
/// <param name="Device">To whom.</param>
/// <param name="Provider">Through which vendor.</param>
/// <param name="Reason">Why it was given up.</param>
/// <param name="WhatHappened">The reason in words.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Outcome">The last answer, classified.</param>
/// <param name="Error">The vendor's last word.</param>
/// <param name="Title">Start of the title.</param>
/// <param name="CampaignId">The campaign it belongs to.</param>
/// <param name="Attempts">Calls of the last series of tries.</param>
/// <param name="Replays">Times it was replayed.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="FailedAt">When it was given up.</param>
/// <param name="ExpiresAt">After this it may not be replayed.</param>
/// <param name="DiscardedAt">When it was put aside.</param>
public sealed record DeadLetterItem(
    string Id, string Notification, string Device, string Provider, string Reason, string WhatHappened, string Remedy, string? Outcome, string? Error, string? Title, string? CampaignId,
    int Attempts, int Replays, DateTimeOffset CreatedAt, DateTimeOffset FailedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? DiscardedAt)
{
    internal static DeadLetterItem From(DeadLetterLine line) => new(
        RowId.Format(RowId.Delivery, line.Send.Id), RowId.Format(RowId.Notification, line.Send.NotificationId), RowId.Format(RowId.Device, line.Send.DeviceId), line.Send.Provider.Wire(),
        line.Send.Reason.ToString(), DeadLetterReasons.Words(line.Send.Reason), DeadLetterReasons.Remedy(line.Send.Reason), line.Send.Outcome, line.Send.Error, line.Send.Title,
        line.Send.CampaignId, line.Send.Attempts, line.Replays, line.Send.CreatedAt, line.FailedAt, line.ExpiresAt, line.DiscardedAt);
}

/// <summary>Dead letters that stand, by reason.</summary>
/// <param name="Items">Most frequent first; the newest 20,000 are counted.</param>
public sealed record DeadLetterReasonList(IReadOnlyList<DeadLetterReasonItem> Items);

/// <summary>How many stand for one reason.</summary>
/// <param name="Reason">Stable name.</param>
/// <param name="WhatHappened">In words.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Count">How many.</param>
public sealed record DeadLetterReasonItem(string Reason, string WhatHappened, string Remedy, int Count);

/// <summary>Which dead letters, as the list filters them.</summary>
public sealed record DeadLetterFilterBody
{
    /// <summary>TokenDead, RetriesExhausted, ContentBad, Poison ...</summary>
    public string? Reason { get; init; }
    /// <summary>apns, fcm, webpush ...</summary>
    public string? Provider { get; init; }
    /// <summary>Campaign id.</summary>
    public string? Campaign { get; init; }
    /// <summary>Device id.</summary>
    public string? Device { get; init; }
    /// <summary>Accepted at or after this.</summary>
    public DateTimeOffset? From { get; init; }
    /// <summary>Accepted before this.</summary>
    public DateTimeOffset? To { get; init; }
    /// <summary>Part of title, text or last answer, or an id.</summary>
    public string? Q { get; init; }
}

/// <summary>Dead letters to replay.</summary>
public sealed record DeadLetterReplay
{
    /// <summary>1 to 1000 delivery ids; this or filter.</summary>
    public IReadOnlyList<string>? Ids { get; init; }
    /// <summary>All that this finds; an empty one finds all. This or ids.</summary>
    public DeadLetterFilterBody? Filter { get; init; }
    /// <summary>With a filter: also those that crashed the process three times. They are left alone otherwise, unless the filter names that reason.</summary>
    public bool IncludePoison { get; init; }
    /// <summary>Replays a second, 0.01 to 10000; all at once when not given.</summary>
    public double? MaxPerSecond { get; init; }
}

/// <summary>Dead letters to discard, or to restore.</summary>
public sealed record DeadLetterChoiceBody
{
    /// <summary>1 to 1000 delivery ids; this or filter.</summary>
    public IReadOnlyList<string>? Ids { get; init; }
    /// <summary>All that this finds; an empty one finds all. This or ids.</summary>
    public DeadLetterFilterBody? Filter { get; init; }
}

/// <summary>A deed over dead letters. One over ids has ended; one over a filter goes on in the background.</summary>
/// <param name="Id">The run.</param>
/// <param name="Deed">replay, discard or restore.</param>
/// <param name="State">running or finished.</param>
/// <param name="Chosen">How many were chosen; counted up to 1,000,000.</param>
/// <param name="Done">How many it is done to so far.</param>
/// <param name="Expired">Left alone: their time to live is over.</param>
/// <param name="Poison">Left alone: they crashed the process three times.</param>
/// <param name="MaxPerSecond">Rate of a replay.</param>
/// <param name="LastDueAt">When the last one goes out, as far as is known.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Refused">Of the ids: those that were left alone, and why.</param>
public sealed record DeadLetterRunAnswer(
    string Id, DeadLetterDeed Deed, string State, int Chosen, int Done, int Expired, int Poison, double? MaxPerSecond, DateTimeOffset? LastDueAt, string Actor,
    DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, IReadOnlyList<DeadLetterRefused> Refused)
{
    internal static DeadLetterRunAnswer From(DeadLetterRun run) => From(new DeadLetterAnswer(run, []));

    internal static DeadLetterRunAnswer From(DeadLetterAnswer answer) => new(
        RowId.Format(RowId.DeadLetterRun, answer.Run.Id), answer.Run.Deed, answer.Run.FinishedAt is null ? "running" : "finished", answer.Run.Chosen, answer.Run.Done,
        answer.Run.Expired, answer.Run.Poison, answer.Run.MaxPerSecond, answer.Run.Deed == DeadLetterDeed.Replay ? answer.Run.NextDueAt : null, answer.Run.Actor,
        answer.Run.CreatedAt, answer.Run.FinishedAt, [.. answer.Refused.Select(r => new DeadLetterRefused(RowId.Format(RowId.Delivery, r.Id), r.Code, r.Detail))]);
}

/// <summary>One that was left alone.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Code">not_found, not_dead, expired, discarded or not_discarded.</param>
/// <param name="Detail">In words.</param>
public sealed record DeadLetterRefused(string Id, string Code, string Detail);
