using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.People;
using NotifyHub.Audience.Topics;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Bench;

/// <summary>One call to 100,000 people with an inbox, a mail address and a phone each: time from the 202 until the last of 300,000 deliveries is written, and memory. Nothing is delivered meanwhile.</summary>
internal static class PeopleBench
{
    private const int People = 100_000, Channels = 3, Batch = 1000;
    private const string Topic = "everybody";

    public static async Task RunAsync(string dll, BenchPlan plan, Report report)
    {
        report.Section($"One notification to {People:N0} people over {Channels} channels (inbox, mail, push); one process and, on PostgreSQL, its server");
        report.Line("| engine | people | deliveries | inbox items | s | deliveries/s | memory growth, MB | peak, MB |");
        report.Line("|---|---|---|---|---|---|---|---|");
        foreach (var engine in plan.Engines)
        {
            await using var store = await BenchStore.OpenAsync(engine);
            // The first round is the compiler's.
            await MeasureAsync(store, People / 50);
            foreach (var count in new[] { People / 10, People })
            {
                report.Line(await MeasureAsync(store, count));
            }
        }
    }

    private static async Task<string> MeasureAsync(BenchStore store, int count)
    {
        await using var rig = await StageRig.OpenAsync(await store.NewAsync());
        await FillAsync(rig, count);
        var worker = rig.Services.GetRequiredService<FanoutWorker>();
        await worker.StartAsync(CancellationToken.None);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (before, peak) = (ProcessUse.MemoryMb(Environment.ProcessId), 0.0);
        var accepted = await rig.Services.GetRequiredService<PeopleIntake>().AcceptAsync(new SendOrigin(StageRig.ProjectId, null), new PeopleSend
        {
            Type = "feedback.new", To = JsonSerializer.SerializeToElement(new { topic = Topic }), Content = new PeopleContent { Title = "A new release", Body = "What is new in it." },
        });
        FanoutRun run;
        do
        {
            await Task.Delay(10);
            peak = Math.Max(peak, ProcessUse.MemoryMb(Environment.ProcessId));
            await using var db = rig.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(StageRig.ProjectId));
            run = await db.Fanouts.AsNoTracking().SingleAsync(f => f.Id == accepted.NotificationId);
        }
        while (run.FinishedAt is null);
        await worker.StopAsync(CancellationToken.None);
        await using var rows = rig.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(StageRig.ProjectId));
        var items = await rows.InboxItems.CountAsync(i => i.NotificationId == accepted.NotificationId);
        if (run.Written != count * Channels || items != count)
        {
            throw new InvalidOperationException($"{run.Written} deliveries and {items} items for {count} people.");
        }
        var seconds = (run.FinishedAt!.Value - run.CreatedAt).TotalSeconds;
        return $"| {store.Name} | {count:N0} | {run.Written:N0} | {items:N0} | {Report.N(seconds, "N1")} | {Report.N(run.Written / seconds)} | {Report.N(peak - before)} | {Report.N(peak)} |";
    }

    private static async Task FillAsync(StageRig rig, int count)
    {
        await rig.DevicesAsync(1);
        var (people, devices) = (rig.Services.GetRequiredService<PersonRegistry>(), rig.Services.GetRequiredService<DeviceRegistry>());
        for (var from = 0; from < count; from += Batch)
        {
            await people.PutManyAsync(StageRig.ProjectId, new PersonBatch { Users = [.. Enumerable.Range(from, Batch).Select(i => new PersonEntry { UserId = $"person-{i}", Email = $"person-{i}@example.com" })] });
        }
        await Parallel.ForAsync(0, count, async (i, cancel) => await devices.RegisterAsync(StageRig.ProjectId, new DeviceRegistration
        {
            Provider = "apns", Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), Environment = "production", UserId = $"person-{i}",
        }, cancel: cancel));
        var (topic, gate) = (rig.Services.GetRequiredService<HubIds>().Next(), rig.Services.GetRequiredService<IWriteGate>());
        await gate.WriteAsync(session => session.Prepare("insert into topics (id, project_id, name, created_at) values (@id, @project, @name, @now)").Bind(topic, StageRig.ProjectId, Topic, DateTimeOffset.UtcNow).ExecuteAsync());
        await gate.WriteAsync(session => session.Prepare($"""
            insert into topic_subscriptions (topic_id, kind, subscriber_id, project_id, created_at)
            select cast(@topic as bigint), {(int)SubscriberKind.Person}, p.id, p.project_id, p.created_at from people p where p.project_id = @project
            """).Bind(topic, StageRig.ProjectId).ExecuteAsync());
    }
}
