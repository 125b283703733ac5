using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Tests.Pipeline.Intake;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Beyond its limits the hub says so at once, stores nothing of it, and takes again when there is room.</summary>
public sealed class AdmissionTests
{
    private static readonly Dictionary<string, string?> Small = new(StringComparer.Ordinal) { ["NotifyHub:Limits:Writes"] = "16", ["NotifyHub:Limits:DevicePerMinute"] = "100000" };

    [Fact]
    public async Task A_full_room_refuses_at_once_leaves_room_for_other_projects_and_empties()
    {
        await using var hub = await TestHub.StartAsync(Small);
        var other = await hub.NewProjectAsync("Other");
        var otherClient = hub.ClientFor(other.ServerKey);
        var (device, otherDevice) = (await hub.Client.NewDeviceAsync(), await otherClient.NewDeviceAsync());
        var release = new TaskCompletionSource();
        var blocking = await Held.AllWritersAsync(hub.Services.GetRequiredService<IWriteGate>(), release.Task);

        var sends = Enumerable.Range(0, 40).Select(_ => hub.Client.SendAsync(Body(device))).ToList();
        var refused = new List<ApiAnswer>();
        while (refused.Count < 40 - 12)
        {
            var done = await Task.WhenAny(sends);
            sends.Remove(done);
            refused.Add(await done);
        }
        Assert.All(refused, answer => Assert.Equal((HttpStatusCode.ServiceUnavailable, "overloaded", "1"), (answer.Status, answer.Code, answer.Header("Retry-After"))));
        var others = otherClient.SendAsync(Body(otherDevice));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Client.GetAsync("/v1/deliveries/" + RowId.Format(RowId.Delivery, 1))).StatusCode);

        release.SetResult();
        await blocking;
        Assert.All(await Task.WhenAll(sends), answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal(HttpStatusCode.Accepted, (await others).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await hub.Client.SendAsync(Body(device))).Status);
        await using var db = hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
        Assert.Equal(12 + 1 + 1, await db.Notifications.CountAsync());
    }

    [Fact]
    public async Task A_full_queue_refuses_until_it_is_shorter()
    {
        await using var hub = await TestHub.StartAsync(new Dictionary<string, string?>(Small, StringComparer.Ordinal) { ["NotifyHub:Limits:Queue"] = "1000" });
        var depth = hub.Services.GetRequiredService<QueueDepth>();
        var device = await hub.Client.NewDeviceAsync();
        var devices = new JsonArray();
        for (var i = 0; i < 100; i++)
        {
            devices.Add((JsonNode)await hub.Client.NewDeviceAsync());
        }
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await hub.Client.SendAsync(Body(devices.DeepClone()))).Status);
        }
        await CountAsync(depth);
        var answer = await hub.Client.SendAsync(Body(device), "again");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "queue_full", "5"), (answer.Status, answer.Code, answer.Header("Retry-After")));

        await hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session =>
            session.Prepare("update deliveries set status = @cancelled where device_id <> @none").Bind(DeliveryStatus.Cancelled, 0L).ExecuteAsync());
        await CountAsync(depth);
        Assert.Equal(HttpStatusCode.Accepted, (await hub.Client.SendAsync(Body(device), "again")).Status);
    }

    // Counts now, whatever the age of the last count.
    private static async Task CountAsync(QueueDepth depth)
    {
        await depth.Counting;
        await depth.CountAsync();
    }

    private static JsonObject Body(JsonNode to) => new() { ["to"] = to, ["title"] = "x", ["sendAt"] = "2026-12-31T00:00:00Z" };
}
