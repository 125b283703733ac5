using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Api;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Sandbox;

/// <summary>POST /v1/notifications over Slack, Telegram and a person's own webhook to their twins.</summary>
public sealed class ChatWholeWayTests : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
        await _hub.Client.CallAsync(HttpMethod.Put, "/v1/users/ada", Json(new JsonObject
        {
            ["channels"] = new JsonObject { ["slack"] = "U012AB3CD", ["telegram"] = "1001", ["webhook"] = _hub.Sandbox.Addresses.Hook("ada").ToString() },
        }));
        var type = await _hub.Client.PostAsync("/v1/types", JsonNode.Parse("""{"key":"chat.hello","label":"Hello","channels":{"in_app":true,"slack":true,"telegram":true,"webhook":true}}""")!.AsObject());
        Assert.True(type.Status == HttpStatusCode.Created, type.Text);
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_notification_is_read_in_both_chats_and_on_the_persons_own_server()
    {
        await ActivateAsync(ProviderKind.Slack, ProviderKind.Telegram, ProviderKind.Webhook);
        var rows = await SentAsync();
        Assert.Equal(
            [(ProviderKind.Slack, DeliveryStatus.Sent), (ProviderKind.Telegram, DeliveryStatus.Sent), (ProviderKind.Webhook, DeliveryStatus.Sent), (ProviderKind.InApp, DeliveryStatus.Sent)],
            rows.Select(d => (d.Provider, d.Status)));
        var said = _hub.Sandbox.Chats.Newest().OrderBy(m => m.Vendor).Select(m => (m.Vendor, m.To, m.Text));
        Assert.Equal([("slack", "U012AB3CD", "*Hi &amp; bye*\nThere\n<https://example.com/x|Open>"), ("telegram", "1001", "<b>Hi &amp; bye</b>\nThere\n<a href=\"https://example.com/x\">Open</a>"), ("webhook", "ada", "Hi & bye\nThere")], said);
    }

    [Fact]
    public async Task A_channel_without_an_account_is_suppressed_and_says_why()
    {
        await ActivateAsync(ProviderKind.Telegram);
        var rows = await SentAsync();
        Assert.Equal(
            [(ProviderKind.Slack, DeliveryStatus.Suppressed, DeliveryReason.ChannelNotConfigured), (ProviderKind.Telegram, DeliveryStatus.Sent, DeliveryReason.None),
                (ProviderKind.Webhook, DeliveryStatus.Suppressed, DeliveryReason.ChannelNotConfigured), (ProviderKind.InApp, DeliveryStatus.Sent, DeliveryReason.None)],
            rows.Select(d => (d.Provider, d.Status, d.Reason)));
    }

    [Fact]
    public async Task A_chat_that_blocked_the_bot_is_retired_and_a_new_address_is_used_again()
    {
        await ActivateAsync(ProviderKind.Telegram);
        await AddressAsync("403");
        Assert.Equal(DeliveryStatus.Failed, (await SentAsync()).Single(d => d.Provider == ProviderKind.Telegram).Status);
        Assert.DoesNotContain(await SentAsync(), d => d.Provider == ProviderKind.Telegram);
        await AddressAsync("1002");
        Assert.Equal(DeliveryStatus.Sent, (await SentAsync()).Single(d => d.Provider == ProviderKind.Telegram).Status);
    }

    private Task AddressAsync(string chat) => _hub.Client.CallAsync(HttpMethod.Put, "/v1/users/ada", Json(new JsonObject { ["channels"] = new JsonObject { ["telegram"] = chat } }));

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

    private async Task ActivateAsync(params ProviderKind[] kinds)
    {
        foreach (var kind in kinds)
        {
            var (config, secret) = UploadForm.Of(_hub.Sandbox.Credentials, kind.Wire());
            var answer = await _hub.Client.PostAsync("/v1/projects/current/push/credentials", new JsonObject { ["provider"] = kind.Wire(), ["config"] = JsonNode.Parse(config), ["secret"] = JsonNode.Parse(secret), ["activate"] = true });
            Assert.True(answer.Status == HttpStatusCode.Created && answer.Json["state"]!.GetValue<string>() == "active", answer.Text);
        }
    }

    private async Task<List<DeliveryTask>> SentAsync()
    {
        var answer = await _hub.Client.PostAsync("/v1/notifications", JsonNode.Parse("""{"type":"chat.hello","to":{"user":"ada"},"content":{"title":"Hi & bye","body":"There","link":"https://example.com/x"}}""")!.AsObject());
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
        Assert.True(RowId.TryParse(RowId.Notification, answer.Json["notificationId"]!.GetValue<string>(), out var id));
        return await _hub.UntilAsync(async () =>
        {
            await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(_hub.ProjectId));
            var rows = await db.Deliveries.AsNoTracking().Where(d => d.NotificationId == id).OrderBy(d => d.Provider).ToListAsync();
            return rows.Count > 0 && rows.TrueForAll(d => d.Status >= DeliveryStatus.Sent) ? rows : null;
        });
    }
}
