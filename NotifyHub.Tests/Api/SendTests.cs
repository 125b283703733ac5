using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class SendTests : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_send_to_one_device_answers_with_its_ticket()
    {
        var device = await _hub.Client.NewDeviceAsync();
        var sent = await _hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "Hello" });
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.Equal("complete", sent.Json["fanout"]!.GetValue<string>());
        Assert.Equal(1, sent.Json["recipients"]!.GetValue<int>());
        var ticket = Assert.Single(sent.Json["tickets"]!.AsArray())!.AsObject();
        Assert.Equal(["id", "device", "status", "providerOutcome", "error", "retryCount", "createdAt", "sentAt"], ticket.Select(t => t.Key));
        Assert.Equal(device, ticket["device"]!.GetValue<string>());
        Assert.Equal("queued", ticket["status"]!.GetValue<string>());
    }
}
