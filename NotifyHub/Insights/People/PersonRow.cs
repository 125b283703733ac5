using System.Data.Common;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.People;

/// <summary>A person as the list shows them.</summary>
public sealed record PersonRow
{
    public required long Id { get; init; }
    public required string UserId { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Locale { get; init; }
    /// <summary>Active devices that name the user.</summary>
    public required int Devices { get; init; }
    /// <summary>Categories that they are out of.</summary>
    public required int OptOuts { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    internal static readonly string Select = $"""
        t.id, t.user_id, t.name, t.email, t.locale, t.created_at,
        (select count(*) from devices d where d.project_id = t.project_id and d.user_id = t.user_id and d.status = {(int)DeviceStatus.Active} and {ProviderNames.IsPushSql("d.provider")}),
        (select count(*) from opt_outs o where o.project_id = t.project_id and o.subject = {(int)ConsentSubject.User} and o.subject_id = t.user_id and o.opted_out = 1)
        """;

    internal static PersonRow Read(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        UserId = row.GetString(1),
        Name = row.TextOrNull(2),
        Email = row.TextOrNull(3),
        Locale = row.TextOrNull(4),
        CreatedAt = row.Time(5),
        Devices = (int)row.GetInt64(6),
        OptOuts = (int)row.GetInt64(7),
    };
}
