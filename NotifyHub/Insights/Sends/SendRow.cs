using System.Data.Common;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Sends;

/// <summary>A send as the list shows it.</summary>
public sealed record SendRow
{
    public required long Id { get; init; }
    public required long NotificationId { get; init; }
    public required long DeviceId { get; init; }
    public required ProviderKind Provider { get; init; }
    public required DeliveryStatus Status { get; init; }
    public required DeliveryReason Reason { get; init; }

    /// <summary>OutcomeKind's name of the last call, null before the first.</summary>
    public string? Outcome { get; init; }

    /// <summary>The vendor's last word.</summary>
    public string? Error { get; init; }
    public required int Attempts { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? AckedAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public string? CampaignId { get; init; }
    public bool MaybeDuplicate { get; init; }
    public string? Title { get; init; }
    public string? Preview { get; init; }

    /// <summary>Asked-for time, null for at once.</summary>
    public DateTimeOffset? SendAt { get; init; }
    public string? UserId { get; init; }
    public string? Model { get; init; }
    public string? Platform { get; init; }
    public string? TokenTail { get; init; }

    /// <summary>Tries after the first.</summary>
    public int Retries => Math.Max(0, Attempts - 1);

    internal const string Select = """
        t.id, t.notification_id, t.device_id, t.provider, t.status, t.reason, t.outcome, t.error, t.attempts, t.due_at, t.created_at,
        t.sent_at, t.acked_at, t.opened_at, t.campaign_id, t.maybe_duplicate, n.title, n.preview, n.send_at, v.user_id, v.model, v.platform, v.token_tail
        """;

    // Left joins: the planner must start at deliveries, whose order the list has.
    internal const string Joins = "left join notifications n on n.id = t.notification_id left join devices v on v.id = t.device_id";

    internal static SendRow Read(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        NotificationId = row.GetInt64(1),
        DeviceId = row.GetInt64(2),
        Provider = (ProviderKind)row.GetInt32(3),
        Status = (DeliveryStatus)row.GetInt32(4),
        Reason = (DeliveryReason)row.GetInt32(5),
        Outcome = row.TextOrNull(6),
        Error = row.TextOrNull(7),
        Attempts = row.GetInt32(8),
        DueAt = row.Time(9),
        CreatedAt = row.Time(10),
        SentAt = row.TimeOrNull(11),
        AckedAt = row.TimeOrNull(12),
        OpenedAt = row.TimeOrNull(13),
        CampaignId = row.TextOrNull(14),
        MaybeDuplicate = row.GetInt64(15) != 0,
        Title = row.TextOrNull(16),
        Preview = row.TextOrNull(17),
        SendAt = row.TimeOrNull(18),
        UserId = row.TextOrNull(19),
        Model = row.TextOrNull(20),
        Platform = row.TextOrNull(21),
        TokenTail = row.TextOrNull(22),
    };
}
