using NotifyHub.Alerts;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Alerts;

namespace NotifyHub.Api.Contracts;

/// <summary>Something that an operator should know.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Kind">healthLow, quarantined, credentialTrouble, breakerOpen, backlogAge, jobFailed, nodeLost, storeTrouble or webhookStopped.</param>
/// <param name="Subject">What it is about: a vendor, a job, a node.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Detail">Cause and remedy.</param>
/// <param name="OpenedAt">When it began.</param>
/// <param name="LastSeenAt">When it was last seen.</param>
/// <param name="ResolvedAt">When it was over; null while it is open.</param>
/// <param name="AcknowledgedAt">When somebody said that they have seen it.</param>
/// <param name="AcknowledgedBy">Who.</param>
/// <param name="Told">Who was told, and what came of it.</param>
public sealed record AlertItem(
    string Id, AlertKind Kind, string Subject, string Title, string Detail, DateTimeOffset OpenedAt, DateTimeOffset LastSeenAt, DateTimeOffset? ResolvedAt,
    DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, IReadOnlyList<AlertTold> Told)
{
    internal static AlertItem From(AlertLine line) => new(
        RowId.Format(RowId.Alert, line.Alert.Id), line.Alert.Kind, line.Alert.Subject, AlertWords.Title(line.Alert.Kind, line.Alert.Subject), line.Alert.Detail, line.Alert.OpenedAt,
        line.Alert.LastSeenAt, line.Alert.ResolvedAt, line.Alert.AcknowledgedAt, line.Alert.AcknowledgedBy, [.. line.Messages.Select(AlertTold.From)]);
}

/// <summary>One message about it.</summary>
/// <param name="Channel">email or webhook.</param>
/// <param name="Target">Address or URL.</param>
/// <param name="SentAt">When it was taken; null while it was not.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="NextTryAt">When it is tried next; null when it is done or given up.</param>
/// <param name="Error">Why the last try failed.</param>
public sealed record AlertTold(AlertChannel Channel, string Target, DateTimeOffset? SentAt, int Tries, DateTimeOffset? NextTryAt, string? Error)
{
    internal static AlertTold From(AlertMessage message) => new(message.Channel, message.Target, message.SentAt, message.Tries, message.DueAt, message.Error);
}

/// <summary>Whom the project tells.</summary>
public sealed record AlertSettingsBody
{
    /// <summary>At most 20 addresses; empty for nobody.</summary>
    public IReadOnlyList<string> Emails { get; init; } = [];
    /// <summary>Where alerts are posted to, signed as Standard Webhooks describes; null for nowhere.</summary>
    public string? WebhookUrl { get; init; }
    /// <summary>Seconds that a send may be overdue, 10 to 86400; the installation's when not given.</summary>
    public int? BacklogSeconds { get; init; }
    /// <summary>Make a new webhook secret; the old one ends at once.</summary>
    public bool NewSecret { get; init; }
}

/// <summary>The settings as they are.</summary>
/// <param name="Emails">Addresses.</param>
/// <param name="EmailReady">Whether a mail server is set; without one no mail leaves.</param>
/// <param name="WebhookUrl">Where alerts are posted to.</param>
/// <param name="WebhookSecret">Shown once, in the answer to the request that made it.</param>
/// <param name="BacklogSeconds">Seconds that a send may be overdue; null for the installation's.</param>
/// <param name="UpdatedAt">When they were changed last; null while nothing was set.</param>
public sealed record AlertSettingsAnswer(IReadOnlyList<string> Emails, bool EmailReady, string? WebhookUrl, string? WebhookSecret, int? BacklogSeconds, DateTimeOffset? UpdatedAt)
{
    internal static AlertSettingsAnswer From(AlertSettings row, bool emailReady, string? secret = null) =>
        new(AlertAddresses.Split(row.Emails), emailReady, row.WebhookUrl, secret, row.BacklogSeconds, row.UpdatedAt == default ? null : row.UpdatedAt);
}

/// <summary>What a test set off.</summary>
/// <param name="Messages">Messages that are on their way; what comes of them is in the dashboard.</param>
public sealed record AlertTestAnswer(int Messages);
