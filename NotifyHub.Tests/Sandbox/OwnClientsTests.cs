using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Sandbox;

/// <summary>The app's own provider clients against the twins: both sides were written from the vendors' documents, and here they meet.</summary>
public sealed class OwnClientsTests : IAsyncLifetime
{
    private static readonly PushMessage Message = new()
    {
        Title = "Shipped",
        Subtitle = "Order 42",
        Body = "On its way",
        Badge = 3,
        ImageUrl = "https://cdn.example.com/42.jpg",
        CollapseKey = "order-42",
        Priority = PushPriority.High,
        Sound = "default",
        ChannelId = "orders",
        ChannelImportance = "high",
        InterruptionLevel = "timeSensitive",
        Data = new JsonObject { ["orderId"] = "42" },
        Actions = [new PushAction("REPLY", "Reply", IsTextInput: true), new PushAction("NO", "Cancel", IsDestructive: true)],
        Route = new JsonObject { ["kind"] = "openPath", ["path"] = "/orders/42" },
    };

    private TestHub _hub = null!;

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Theory]
    [InlineData(PhonePlatform.Ios, "apns")]
    [InlineData(PhonePlatform.Expo, "expo")]
    [InlineData(PhonePlatform.Android, "fcm")]
    [InlineData(PhonePlatform.Web, "webpush")]
    [InlineData(PhonePlatform.Huawei, "huawei")]
    [InlineData(PhonePlatform.MiPush, "mipush")]
    public async Task A_rich_message_arrives_whole(PhonePlatform platform, string vendor)
    {
        var phone = _hub.Sandbox.Phones.Add(new PhoneSpec(platform, "A"));

        var outcome = await SendAsync(vendor, phone, Message);

        Assert.Equal((OutcomeKind.Accepted, "dlv_42"), (outcome.Kind, Assert.Single(_hub.Sandbox.Arrivals.Newest()).MsgId));
        var push = Assert.Single(phone.Messages).Push;
        Assert.Equal(("dlv_42", "Shipped", "On its way", "https://cdn.example.com/42.jpg"), (push.MsgId, push.Title, push.Body, push.ImageUrl));
        Assert.Equal([new PhoneAction("REPLY", "Reply", true), new PhoneAction("NO", "Cancel", false, true)], push.Actions);
        Assert.Equal(vendor is "huawei" or "mipush", push.CollapseKey is null);
        Assert.NotNull(push.ReplaceKey);
    }

    [Theory]
    [InlineData(PhonePlatform.Ios, "apns")]
    [InlineData(PhonePlatform.Expo, "expo")]
    [InlineData(PhonePlatform.Android, "fcm")]
    [InlineData(PhonePlatform.Web, "webpush")]
    [InlineData(PhonePlatform.Huawei, "huawei")]
    [InlineData(PhonePlatform.MiPush, "mipush")]
    public async Task A_silent_message_wakes_the_app_and_shows_nothing(PhonePlatform platform, string vendor)
    {
        var phone = _hub.Sandbox.Phones.Add(new PhoneSpec(platform, "A"));

        var outcome = await SendAsync(vendor, phone, new PushMessage { Silent = true, Data = new JsonObject { ["sync"] = "now" } });

        Assert.Equal(OutcomeKind.Accepted, outcome.Kind);
        Assert.Equal(("dlv_42", PhoneMessageState.Received), (Assert.Single(phone.Messages).Push.MsgId, phone.Messages[0].State));
    }

    [Theory]
    [InlineData(PhonePlatform.Ios, "apns")]
    [InlineData(PhonePlatform.Android, "fcm")]
    [InlineData(PhonePlatform.Web, "webpush")]
    [InlineData(PhonePlatform.Huawei, "huawei")]
    [InlineData(PhonePlatform.MiPush, "mipush")]
    public async Task A_removed_app_is_a_dead_token(PhonePlatform platform, string vendor)
    {
        var phone = _hub.Sandbox.Phones.Add(new PhoneSpec(platform, "A"));
        phone.Uninstall();

        Assert.Equal(OutcomeKind.TokenDead, (await SendAsync(vendor, phone, Message)).Kind);
    }

    [Theory]
    [InlineData("apns")]
    [InlineData("expo")]
    [InlineData("fcm")]
    [InlineData("webpush")]
    [InlineData("huawei")]
    [InlineData("mipush")]
    public async Task The_sandboxs_credentials_pass_shape_and_probe(string vendor)
    {
        var secret = SecretOf(vendor);
        var provider = ProviderOf(vendor);

        var shape = provider.CheckShape(secret.ConfigJson, secret.SecretJson);

        Assert.Null(shape.Problem);
        Assert.Equal("ok", (await provider.ProbeAsync(secret, CancellationToken.None)).Verdict);
    }

    private Task<ProviderOutcome> SendAsync(string vendor, Phone phone, PushMessage message)
    {
        var subscription = phone.Subscription;
        var target = new DeviceTarget(subscription?.Endpoint.ToString() ?? phone.Token, phone.Environment, subscription?.P256dh, subscription?.Auth, DateTimeOffset.UtcNow.AddMinutes(-1));
        var call = new ProviderCall(SecretOf(vendor), target, message, "dlv_42", TimeSpan.FromHours(1), DateTimeOffset.UtcNow.AddHours(1));
        return ProviderOf(vendor).SendAsync(call, CancellationToken.None);
    }

    private IPushProvider ProviderOf(string vendor) => _hub.Services.GetServices<IPushProvider>().Single(provider => provider.Name == vendor);

    private ProviderSecret SecretOf(string vendor)
    {
        var (config, secret) = UploadForm.Of(_hub.Sandbox.Credentials, vendor);
        return new ProviderSecret("test-" + vendor, config, secret);
    }
}
