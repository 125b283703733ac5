using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Jobs;

namespace NotifyHub.Webhooks;

/// <summary>Removes old messages with their tries, and what waits for an endpoint that is gone; in slices that leave room in the gate.</summary>
internal sealed class WebhookCleanup(IWriteGate gate, TimeProvider time, IOptions<WebhookOptions> options) : IHubJob
{
    public static readonly JobPlan Plan = new("webhook_cleanup", "Removes webhook messages that are older than the retention time.", TimeSpan.FromDays(1));

    private const int Slice = 1000;
    private const string Old = "select id from webhook_messages where id < @floor order by id limit @limit";
    internal const string Attempts = $"delete from webhook_attempts where message_id in ({Old})";
    internal const string Messages = $"delete from webhook_messages where id in ({Old})";
    internal const string Watches = "delete from webhook_watches where notification_id in (select notification_id from webhook_watches where notification_id < @floor order by notification_id limit @limit)";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var floor = HubIds.FloorAt(time.GetUtcNow() - TimeSpan.FromDays(options.Value.KeepDays));
        var (total, removed) = (0, 0);
        do
        {
            removed = await gate.WriteAsync(async session =>
            {
                await session.Prepare(Attempts).Bind(floor, Slice).ExecuteLaterAsync();
                await session.Prepare(Watches).Bind(floor, Slice).ExecuteLaterAsync();
                return await session.Prepare(Messages).Bind(floor, Slice).ExecuteAsync();
            }, cancel);
            total += removed;
        }
        while (removed == Slice);
        return total == 0 ? null : $"removed {total}";
    }
}
