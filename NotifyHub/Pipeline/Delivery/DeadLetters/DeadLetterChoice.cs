using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.DeadLetters;

/// <summary>One that a run is for.</summary>
internal readonly record struct ChosenLetter(long Id, DeliveryReason Reason, long? ExpiresAt);

/// <summary>Reads what a run's filter chooses, outside the gate. Only what was accepted before the run: a letter that dies later is not meant.</summary>
internal static class DeadLetterChoice
{
    /// <summary>Where counts stop.</summary>
    public const int MostCounted = 1_000_000;

    /// <summary>How many are chosen, counted up to <see cref="MostCounted"/>.</summary>
    public static async Task<int> CountAsync(HubEngine engine, DeadLetterRun run, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = Command(engine, connection, run, (from, where) => $"select count(*) from (select t.id {from} where {where} limit {MostCounted}) as chosen");
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
    }

    /// <summary>The next of a run, oldest first.</summary>
    public static async Task<List<ChosenLetter>> NextAsync(HubEngine engine, DeadLetterRun run, int limit, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = Command(engine, connection, run, (from, where) => $"select t.id, t.reason, t.expires_at {from} where {where} order by t.id limit {limit}");
        var chosen = new List<ChosenLetter>();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            chosen.Add(new ChosenLetter(row.GetInt64(0), (DeliveryReason)row.GetInt32(1), row.IsDBNull(2) ? null : row.GetInt64(2)));
        }
        return chosen;
    }

    /// <summary>Whether this one may go without having been named.</summary>
    public static bool Takes(DeadLetterSelection selection, DeliveryReason reason) =>
        reason != DeliveryReason.Poison || selection.IncludePoison || selection.Filter?.Reason == DeliveryReason.Poison;

    public static DeadLetterSelection Of(DeadLetterRun run) => JsonSerializer.Deserialize<DeadLetterSelection>(run.Selection)!;

    private static DbCommand Command(HubEngine engine, DbConnection connection, DeadLetterRun run, Func<string, string, string> text)
    {
        var selection = Of(run);
        var conditions = DeadLetterSql.Where(engine, run.ProjectId, (selection.Filter ?? new DeadLetterFilter()) with { Discarded = run.Deed == DeadLetterDeed.Restore });
        conditions.Add(new("t.id > @after and t.id < @run", Indexed: true, ("@after", run.Cursor), ("@run", run.Id)));
        if (selection.Run is { } undone)
        {
            conditions.Add(new(
                "t.discarded_at = (select r.created_at from dead_letter_runs r where r.id = @undone and r.project_id = @project)", Indexed: false, ("@undone", undone)));
        }
        var sql = text("from deliveries t left join notifications n on n.id = t.notification_id", string.Join(" and ", conditions.Select(c => c.Text)));
        return connection.Command(sql, [.. conditions.SelectMany(c => c.Values)]);
    }
}
