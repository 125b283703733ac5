using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Feedback.Events;

/// <summary>Removes old events with their ties, oldest first, in slices that leave room in the gate. What campaigns counted stays.</summary>
internal sealed class EventCleanup(IWriteGate gate, TimeProvider time, IOptions<RetentionOptions> options) : IHubJob
{
    public static readonly JobPlan Plan = new("event_cleanup", "Removes app events that are older than the retention time.", TimeSpan.FromDays(1));

    private const int Slice = 2000;
    internal const string Ties = "delete from event_impacts where event_id in (select id from events where id < @floor order by id limit @limit)";
    internal const string Events = "delete from events where id in (select id from events where id < @floor order by id limit @limit)";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var floor = HubIds.FloorAt(time.GetUtcNow() - TimeSpan.FromDays(options.Value.EventDays));
        var (total, removed) = (0, 0);
        do
        {
            removed = await gate.WriteAsync(async session =>
            {
                await session.Prepare(Ties).Bind(floor, Slice).ExecuteLaterAsync();
                return await session.Prepare(Events).Bind(floor, Slice).ExecuteAsync();
            }, cancel);
            total += removed;
        }
        while (removed == Slice);
        return total == 0 ? null : $"removed {total}";
    }
}
