using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Insights.DeadLetters;

/// <summary>Dead letters: paged, counted, grouped by reason, and the runs over them.</summary>
public sealed class DeadLetterQueries(HubEngine engine, HubContexts contexts)
{
    /// <summary>Where counts stop.</summary>
    public const int MostCounted = 100_000;

    /// <summary>The newest so many are grouped.</summary>
    public const int MostGrouped = 20_000;

    internal static readonly KeysetReader<DeadLetterLine> Reader = new(DeadLetterLine.Select, "deliveries", SendRow.Joins, DeadLetterLine.Read, line => line.Send.Id);

    private static readonly string[] Headings =
        ["id", "accepted_at", "failed_at", "reason", "what_happened", "title", "preview", "user", "device", "provider", "outcome", "error", "attempts", "replays", "expires_at", "campaign", "discarded_at"];

    /// <summary>One page of 1 to 1,000, newest first.</summary>
    public Task<ListPage<DeadLetterLine>> PageAsync(long projectId, DeadLetterFilter filter, ListCursor cursor, int size, CancellationToken cancel = default) =>
        Reader.ReadAsync(engine, Conditions(engine, projectId, filter), cursor, Math.Clamp(size, 1, 1000), cancel);

    /// <summary>How many the filter finds, counted up to <see cref="MostCounted"/>.</summary>
    public async Task<int> CountAsync(long projectId, DeadLetterFilter filter, CancellationToken cancel = default)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        return (int)(await Count(engine, projectId, filter).NumberAsync(connection, cancel) ?? 0);
    }

    /// <summary>The standing ones by reason, most frequent first.</summary>
    public async Task<IReadOnlyList<DeadLetterGroup>> GroupsAsync(long projectId, CancellationToken cancel = default)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        var groups = await Groups(engine, projectId).QueryAsync(connection, row => new DeadLetterGroup((DeliveryReason)row.GetInt32(0), (int)row.GetInt64(1)), cancel);
        return [.. groups.OrderByDescending(group => group.Count)];
    }

    /// <summary>The last runs, newest first.</summary>
    public async Task<IReadOnlyList<DeadLetterRun>> RunsAsync(long projectId, int most, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.DeadLetterRuns.AsNoTracking().OrderByDescending(run => run.Id).Take(most).ToListAsync(cancel);
    }

    /// <summary>The run that this one took back; null when it took back none.</summary>
    public static long? UndoneBy(DeadLetterRun run) => run.Deed == DeadLetterDeed.Restore ? JsonSerializer.Deserialize<DeadLetterSelection>(run.Selection)?.Run : null;

    /// <summary>One run; null when there is none of this id in the project.</summary>
    public async Task<DeadLetterRun?> RunAsync(long projectId, long runId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.DeadLetterRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == runId, cancel);
    }

    /// <summary>Writes all that the filter finds as CSV, page by page, so that a large file costs no memory.</summary>
    public async Task WriteCsvAsync(long projectId, DeadLetterFilter filter, Stream to, CancellationToken cancel)
    {
        await WriteAsync(CsvText.Mark + CsvText.Line(Headings));
        ListCursor? cursor = default(ListCursor);
        while (cursor is { } at)
        {
            var page = await PageAsync(projectId, filter, at, 1000, cancel);
            await WriteAsync(string.Concat(page.Items.Select(line => CsvText.Line(Cells(line)))));
            cursor = page.Older;
        }

        ValueTask WriteAsync(string text) => to.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);
    }

    internal static SqlText Count(HubEngine engine, long projectId, DeadLetterFilter filter)
    {
        var where = Conditions(engine, projectId, filter);
        return where.All($"select count(*) from (select t.id from deliveries t {(where.Index is { } index ? engine.By(index) : "")} {SendRow.Joins} where {{where}} limit {MostCounted + 1}) as found");
    }

    internal static SqlText Groups(HubEngine engine, long projectId) => Conditions(engine, projectId, new DeadLetterFilter())
        .All($"select reason, count(*) from (select t.reason from deliveries t {engine.By(DeadLetterSql.Index)} where {{where}} order by t.id desc limit {MostGrouped}) as newest group by reason");

    internal static SqlConditions Conditions(HubEngine engine, long projectId, DeadLetterFilter filter)
    {
        var where = new SqlConditions { Index = filter.Discarded ? "IX_deliveries_project_id_status_id" : DeadLetterSql.Index };
        foreach (var condition in DeadLetterSql.Where(engine, projectId, filter))
        {
            _ = condition.Indexed ? where.Indexed(condition.Text, condition.Values) : where.Checked(condition.Text, condition.Values);
        }
        return where;
    }

    private static IEnumerable<string?> Cells(DeadLetterLine line)
    {
        var send = line.Send;
        var number = System.Globalization.CultureInfo.InvariantCulture;
        return
        [
            RowId.Format(RowId.Delivery, send.Id), CsvText.At(send.CreatedAt), CsvText.At(line.FailedAt), send.Reason.ToString(), DeadLetterReasons.Words(send.Reason), send.Title, send.Preview,
            send.UserId, RowId.Format(RowId.Device, send.DeviceId), send.Provider.Wire(), send.Outcome, send.Error, send.Attempts.ToString(number), line.Replays.ToString(number),
            CsvText.At(line.ExpiresAt), send.CampaignId, CsvText.At(line.DiscardedAt),
        ];
    }
}
