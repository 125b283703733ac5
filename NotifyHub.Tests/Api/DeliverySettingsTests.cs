using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Protection;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class DeliverySettingsTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private Task<ApiAnswer> PutAsync(string body) =>
        hub.Client.CallAsync(HttpMethod.Put, "/v1/projects/current/push/settings", new StringContent(body, Encoding.UTF8, "application/json"));

    [Fact]
    public async Task A_change_holds_for_running_workers_at_once_is_audited_and_what_is_left_out_follows_the_defaults()
    {
        var guard = hub.Hub.Services.GetRequiredService<SendingGuard>();
        Assert.Equal(100, guard.DoorOf(hub.Hub.ProjectId, ProviderKind.Apns).Allowed().Rate.Capacity);
        var stored = await PutAsync("""{"limits":{"apns":{"capacity":7,"perSecond":3}},"quarantine":{"seconds":120},"staleDays":0}""");
        Assert.Equal(HttpStatusCode.OK, stored.Status);
        Assert.Equal((7, 3), (guard.DoorOf(hub.Hub.ProjectId, ProviderKind.Apns).Allowed().Rate.Capacity, guard.DoorOf(hub.Hub.ProjectId, ProviderKind.Apns).Allowed().Rate.PerSecond));
        var read = (await hub.Client.ReadAsync("/v1/projects/current/push/settings")).Json;
        Assert.Equal((7, 100, 120, 60), (read["effective"]!["limits"]!["apns"]!["capacity"]!.GetValue<int>(), read["effective"]!["limits"]!["fcm"]!["capacity"]!.GetValue<int>(),
            read["effective"]!["quarantine"]!["seconds"]!.GetValue<int>(), read["defaults"]!["quarantine"]!["seconds"]!.GetValue<int>()));
        await using var db = hub.Rows();
        Assert.Contains(db.Audit.ToList(), entry => entry.Action == "delivery.settings_changed");
        await PutAsync("{}");
        Assert.Equal(100, guard.DoorOf(hub.Hub.ProjectId, ProviderKind.Apns).Allowed().Rate.Capacity);
    }

    [Fact]
    public async Task Every_number_out_of_range_is_named()
    {
        var refused = await PutAsync("""{"limit":{"capacity":0,"perSecond":5},"throttle":{"invalidRate":2},"quarantine":{"failures":0,"seconds":1},"rampSeconds":5,"staleDays":1}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(["/limit", "/quarantine/failures", "/quarantine/seconds", "/rampSeconds", "/staleDays", "/throttle/invalidRate"],
            refused.Json["errors"]!.AsArray().Select(e => e!["pointer"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }
}
