using System.Data.Common;
using NotifyHub.Data;

namespace NotifyHub.Insights.Templates;

/// <summary>A template as the list shows it.</summary>
public sealed record TemplateRow
{
    public required long Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required int CurrentVersion { get; init; }
    public required int LastVersion { get; init; }
    public required IReadOnlyList<string> Locales { get; init; }
    public required IReadOnlyList<string> Channels { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    internal const string Select = "t.id, t.key, t.name, t.description, t.current_version, t.last_version, t.locales, t.channels, t.updated_at";

    internal static TemplateRow Read(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Key = row.GetString(1),
        Name = row.GetString(2),
        Description = row.TextOrNull(3),
        CurrentVersion = row.GetInt32(4),
        LastVersion = row.GetInt32(5),
        Locales = row.GetString(6).Split(',', StringSplitOptions.RemoveEmptyEntries),
        Channels = row.GetString(7).Split(',', StringSplitOptions.RemoveEmptyEntries),
        UpdatedAt = row.Time(8),
    };
}

/// <summary>The list of templates.</summary>
public sealed class TemplateQueries(HubEngine engine)
{
    internal static readonly KeysetReader<TemplateRow> Reader = new(TemplateRow.Select, "templates", "", TemplateRow.Read, row => row.Id);

    /// <summary>One page, newest first. A text is looked for in key and name.</summary>
    public Task<ListPage<TemplateRow>> PageAsync(long projectId, string? text, ListCursor cursor, int size, CancellationToken cancel = default) =>
        Reader.ReadAsync(engine, Conditions(engine, projectId, text), cursor, Math.Clamp(size, 1, 1000), cancel);

    internal static SqlConditions Conditions(HubEngine engine, long projectId, string? text)
    {
        var where = new SqlConditions { Index = "ix_templates_live" }.Indexed("t.project_id = @project and t.archived_at is null", ("@project", projectId));
        if (text?.Trim() is { Length: > 0 } word)
        {
            where.Checked($@"(t.key {engine.Like} @like escape '\' or t.name {engine.Like} @like escape '\')", ("@like", SqlConditions.Contains(word)));
        }
        return where;
    }
}
