using System.Data.Common;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Devices;

/// <summary>A device as the list shows it; never its token.</summary>
public sealed record DeviceRow
{
    public required long Id { get; init; }
    public required ProviderKind Provider { get; init; }
    public required DeviceStatus Status { get; init; }
    public string? RetiredReason { get; init; }
    public required string TokenTail { get; init; }
    public string? Environment { get; init; }
    public string? UserId { get; init; }
    public string? Platform { get; init; }
    public string? Model { get; init; }
    public string? AppVersion { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    internal const string Select = "t.id, t.provider, t.status, t.retired_reason, t.token_tail, t.environment, t.user_id, t.platform, t.model, t.app_version, t.last_seen_at, t.created_at";

    internal static DeviceRow Read(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Provider = (ProviderKind)row.GetInt32(1),
        Status = (DeviceStatus)row.GetInt32(2),
        RetiredReason = row.TextOrNull(3),
        TokenTail = row.GetString(4),
        Environment = row.TextOrNull(5),
        UserId = row.TextOrNull(6),
        Platform = row.TextOrNull(7),
        Model = row.TextOrNull(8),
        AppVersion = row.TextOrNull(9),
        LastSeenAt = row.Time(10),
        CreatedAt = row.Time(11),
    };
}
