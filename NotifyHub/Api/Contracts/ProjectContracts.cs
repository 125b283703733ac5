using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Overview;

namespace NotifyHub.Api.Contracts;

/// <summary>The figures of the overview.</summary>
/// <param name="SentLastHour">Sends of the last hour that a vendor took; counted up to 100,000.</param>
/// <param name="AckedLastHour">Of those, confirmed by the device.</param>
/// <param name="Waiting">What waits, by state; each counted up to 100,000.</param>
/// <param name="OldestDueAt">When the oldest send that could go now became due; null when none waits.</param>
/// <param name="Ends">Ends of the last 24 hours that were no delivery, most frequent first.</param>
/// <param name="Minutes">Vendors' answers by minute and provider over the last hour; a minute without any is left out.</param>
public sealed record ProjectStats(
    int SentLastHour, int AckedLastHour, IReadOnlyDictionary<string, int> Waiting, DateTimeOffset? OldestDueAt, IReadOnlyList<EndCount> Ends, IReadOnlyList<MinuteItem> Minutes)
{
    internal static ProjectStats From(OverviewFigures figures) => new(
        figures.Sent.Count, figures.Acked, figures.Waiting.ToDictionary(w => WireNames.Of(w.Key), w => w.Value.Count), figures.OldestDue,
        [.. figures.Ends.Select(e => new EndCount(WireNames.Of(e.Status), e.Reason.ToString(), e.Count))],
        [.. figures.Minutes.Select(m => new MinuteItem(m.Minute, m.Provider.Wire(), m.Accepted, m.Refused, m.Retried))]);
}

/// <summary>How many sends ended so.</summary>
/// <param name="Status">suppressed, expired or failed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
public sealed record EndCount(string Status, string Reason, int Count);

/// <summary>Vendors' answers of one minute.</summary>
/// <param name="Minute">Its beginning.</param>
/// <param name="Provider">The vendor.</param>
/// <param name="Accepted">Taken.</param>
/// <param name="Refused">Refused for good.</param>
/// <param name="Retried">To be tried again.</param>
public sealed record MinuteItem(DateTimeOffset Minute, string Provider, int Accepted, int Refused, int Retried);

/// <summary>Who did what.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">E-mail, key name or system.</param>
/// <param name="Action">Dotted verb, such as credential.activated.</param>
/// <param name="Subject">Wire id of what it was done to.</param>
/// <param name="Detail">More, without secrets.</param>
/// <param name="Ip">From where.</param>
/// <param name="Hash">SHA-256 in hex over the entry and the hash before it.</param>
public sealed record AuditItem(DateTimeOffset At, string Actor, string Action, string? Subject, JsonNode? Detail, string? Ip, string Hash)
{
    internal static AuditItem From(AuditEntry entry) => new(
        entry.At, entry.Actor, entry.Action, entry.Subject, entry.Detail is null ? null : Parse(entry.Detail), entry.Ip, Convert.ToHexStringLower(entry.Hash));

    // What an earlier version wrote may be plain text.
    private static JsonNode? Parse(string detail)
    {
        try
        {
            return JsonNode.Parse(detail);
        }
        catch (JsonException)
        {
            return JsonValue.Create(detail);
        }
    }
}
