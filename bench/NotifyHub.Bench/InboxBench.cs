using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Inbox;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Bench;

/// <summary>
/// 10,000,000 inbox items: what the first page, the next page and the badge of one person cost. Almost everybody has 900 items, every tenth of them unread;
/// one has 100,000, all unread, which is the worst that a badge can meet.
/// </summary>
internal static class InboxBench
{
    private const int Items = 10_000_000, Heavy = 100_000, People = 11_000, Page = 51, Asked = 2_000, Slice = HubIds.MostReserved;
    private const long FirstPerson = 1_000, HeavyPerson = 1;

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        report.Section($"Inbox of one person among {Items:N0} items ({People:N0} people with {(Items - Heavy) / People:N0} each, one with {Heavy:N0} unread; {Asked:N0} reads of people drawn at random, one after another)");
        report.Line("| engine | read | p50, ms | p95, ms | max, ms | mark, p95 |");
        report.Line("|---|---|---|---|---|---|");
        var plans = new List<string>();
        foreach (var engine in plan.Engines)
        {
            await using var store = await BenchStore.OpenAsync(engine);
            await using var rig = await StageRig.OpenAsync(await store.NewAsync());
            var began = Stopwatch.GetTimestamp();
            await FillAsync(rig);
            report.Line($"| {store.Name} | filled in {Report.N(Stopwatch.GetElapsedTime(began).TotalSeconds)} s | | | | |");
            var reads = rig.Services.GetRequiredService<InboxReads>();
            var all = new InboxFilter(InboxState.All);
            await LineAsync(report, store.Name, "first page of 50", 50, person => reads.PageAsync(StageRig.ProjectId, person, all, null, Page));
            await LineAsync(report, store.Name, "first page of 50 unread", 50, person => reads.PageAsync(StageRig.ProjectId, person, new InboxFilter(InboxState.Unread), null, Page));
            await LineAsync(report, store.Name, "unread count", 5, person => reads.UnreadAsync(StageRig.ProjectId, person));
            await LineAsync(report, store.Name, $"first page, {Heavy:N0} items", 50, _ => reads.PageAsync(StageRig.ProjectId, HeavyPerson, all, null, Page));
            await LineAsync(report, store.Name, $"unread count, {Heavy:N0} unread", 5, _ => reads.UnreadAsync(StageRig.ProjectId, HeavyPerson));
            await using var db = rig.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(StageRig.ProjectId));
            plans.Add($"{store.Name}, first page:\n{await PlanAsync(db, InboxReads.Page(db, FirstPerson, all, null, Page), engine)}");
            plans.Add($"{store.Name}, unread count:\n{await PlanAsync(db, InboxReads.Unread(db, FirstPerson), engine)}");
        }
        foreach (var text in plans)
        {
            report.Line($"\n```\n{text}\n```");
        }
    }

    private static async Task LineAsync<T>(Report report, string engine, string what, double mark, Func<long, Task<T>> read)
    {
        // The same people on both engines and in every run.
        var draw = new Random(4711);
        var times = new List<double>(Asked);
        for (var i = -200; i < Asked; i++)
        {
            var person = FirstPerson + draw.Next(People);
            var at = Stopwatch.GetTimestamp();
            await read(person);
            if (i >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }
        }
        times.Sort();
        report.Line($"| {engine} | {what} | {Report.N(times[Asked / 2], "N2")} | {Report.N(times[Asked * 95 / 100], "N2")} | {Report.N(times[^1], "N1")} | {mark} |");
    }

    private static async Task FillAsync(StageRig rig)
    {
        var (ids, gate) = (rig.Services.GetRequiredService<HubIds>(), rig.Services.GetRequiredService<IWriteGate>());
        var messages = (Items - Heavy) / People + 1;
        var message = ids.Reserve(messages);
        var now = DateTimeOffset.UtcNow;
        await gate.WriteAsync(async session => await session.Prepare("""
            insert into notifications (id, project_id, payload, localized, title, preview, target, type, recipients, created_at)
            with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count)
            select cast(@first as bigint) + i, @project, '{"title":"Export finished","body":"12,480 rows are ready."}', @localized, 'Export finished', '12,480 rows are ready.', '{"team":true}', 'job.completed', 1, @now from n
            """).Bind(messages, message, StageRig.ProjectId, false, now).ExecuteAsync());
        await ItemsAsync(Items - Heavy, "cast(@person as bigint) + (@from + i) % @people", "cast(@message as bigint) + (@from + i) / @people", $"case when ((@from + i) / @people) % 10 = 0 then null else {now.ToUnixTimeMilliseconds()} end", FirstPerson, People);
        await ItemsAsync(Heavy, "cast(@person as bigint)", "cast(@message as bigint) + (@from + i) % @people", "null", HeavyPerson, messages);
        if (IsPostgres(rig))
        {
            // As its own housekeeping does within minutes.
            await using var db = rig.Services.GetRequiredService<HubContexts>().Open(default);
            db.Database.SetCommandTimeout(TimeSpan.FromMinutes(20));
            await db.Database.ExecuteSqlRawAsync("vacuum (analyze) inbox_items");
            await db.Database.ExecuteSqlRawAsync("vacuum (analyze) notifications");
        }

        async Task ItemsAsync(int count, string person, string notification, string read, long first, int people)
        {
            for (var from = 0; from < count; from += Slice)
            {
                var rows = Math.Min(Slice, count - from);
                var id = ids.Reserve(rows);
                var sql = $"""
                    insert into inbox_items (id, project_id, person_id, notification_id, type, position, changed, created_at, read_at)
                    with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count)
                    select cast(@id as bigint) + i, @project, {person}, {notification}, 'job.completed', cast(@id as bigint) + i, cast(@id as bigint) + i, cast(@now as bigint), cast({read} as bigint) from n
                    """;
                var values = new Dictionary<string, object> { ["count"] = rows, ["id"] = id, ["project"] = StageRig.ProjectId, ["person"] = first, ["from"] = from, ["people"] = people, ["message"] = message, ["now"] = now };
                await gate.WriteAsync(async session => await session.Prepare(sql).Bind([.. Names(sql).Select(name => values[name])]).ExecuteAsync());
            }
        }
    }

    // Values are bound in the order in which their names first stand in the statement.
    private static IEnumerable<string> Names(string sql) =>
        System.Text.RegularExpressions.Regex.Matches(sql, "@(?<name>[a-z]+)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value).Distinct();

    private static bool IsPostgres(StageRig rig) => !rig.Services.GetRequiredService<HubEngine>().OwnedByOneProcess;

    private static async Task<string> PlanAsync<T>(HubDb db, IQueryable<T> query, string engine)
    {
        await using var command = query.CreateDbCommand();
        command.CommandText = $"explain {(engine == "sqlite" ? "query plan " : "")}{command.CommandText}";
        await db.Database.OpenConnectionAsync();
        await using DbDataReader rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync())
        {
            lines.Add(rows.GetString(rows.FieldCount - 1));
        }
        return string.Join('\n', lines);
    }
}
