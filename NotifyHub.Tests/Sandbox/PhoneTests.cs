using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Tests.Sandbox;

public sealed class PhoneTests : IAsyncLifetime
{
    private readonly ShiftedClock _clock = new();
    private SandboxHost _sandbox = null!;
    private ApnsCaller _apple = null!;
    private StandInHub _hub = null!;
    private Phone _phone = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup(), clock: _clock);
        _apple = new ApnsCaller(_sandbox);
        _hub = await StandInHub.StartAsync();
        _phone = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Ios, "Ana's iPhone") { Hub = _hub.Link });
    }

    public async Task DisposeAsync()
    {
        _apple.Dispose();
        await _sandbox.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task The_app_tells_the_hub_what_it_received_and_what_its_owner_did()
    {
        await Push("dlv_1");
        await Push("dlv_2");
        await Push("dlv_3");
        await Push("dlv_4");
        var ids = _phone.Messages.ToDictionary(message => message.Push.MsgId!, message => message.Id);
        Assert.True(_phone.Tap(ids["dlv_1"]));
        Assert.True(_phone.Dismiss(ids["dlv_2"]));
        Assert.True(_phone.Act("NO", ids["dlv_3"]));
        Assert.True(_phone.Reply("On my way", "REPLY", ids["dlv_4"]));
        Assert.False(_phone.Tap(ids["dlv_1"]));

        var calls = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            var call = await _hub.NextAsync();
            Assert.Equal("Bearer nhp_test", call.Authorization);
            Assert.NotNull(call.Text("at"));
            calls.Add(string.Join(' ', new[] { call.Path[^10..^4], call.Text("eventType"), call.Text("actionId"), call.Text("replyText") }.Where(word => word is not null)));
        }

        Assert.Equal(
            ["/dlv_1 received", "/dlv_2 received", "/dlv_3 received", "/dlv_4 received", "/dlv_1 opened", "/dlv_2 dismissed", "/dlv_3 action NO", "/dlv_4 reply REPLY On my way"],
            calls.Select(call => call));
    }

    [Fact]
    public async Task An_ack_waits_for_a_hub_that_fails_and_is_not_lost()
    {
        _hub.Status = 503;
        await Push("dlv_1");
        await _hub.NextRefusedAsync();
        Assert.Equal(1, _phone.OutboxCount);

        _hub.Status = 200;
        Assert.Equal("received", (await _hub.NextAsync()).Text("eventType"));
    }

    [Fact]
    public async Task An_ack_waits_for_a_hub_that_is_not_there()
    {
        var link = _hub.Link;
        await _hub.DisposeAsync();
        await Push("dlv_1");
        Assert.Equal(1, _phone.OutboxCount);

        _hub = await StandInHub.StartAsync(link.BaseUrl.Port);
        Assert.Equal("/v1/push/sends/dlv_1/ack", (await _hub.NextAsync()).Path);
    }

    [Fact]
    public async Task A_refused_ack_does_not_hold_up_the_next()
    {
        _hub.Status = 404;
        await Push("dlv_1");
        await _hub.NextRefusedAsync();
        _hub.Status = 200;
        await Push("dlv_2");

        Assert.Equal("/v1/push/sends/dlv_2/ack", (await _hub.NextAsync()).Path);
    }

    [Fact]
    public async Task What_is_done_offline_is_told_when_the_phone_is_back()
    {
        await Push("dlv_1");
        Assert.Equal("received", (await _hub.NextAsync()).Text("eventType"));
        _phone.GoOffline();
        Assert.True(_phone.Tap());
        Assert.NotEqual(0, _phone.OutboxCount);

        _phone.GoOnline();

        Assert.Equal("opened", (await _hub.NextAsync()).Text("eventType"));
    }

    [Fact]
    public async Task Offline_the_vendor_keeps_the_newest_of_each_collapse_id_until_it_expires()
    {
        var soon = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        _phone.GoOffline();
        await Push("dlv_1", ("apns-collapse-id", "score"));
        await Push("dlv_2", ("apns-collapse-id", "score"));
        await Push("dlv_3");
        await Push("dlv_4", ("apns-expiration", "0"));
        await Push("dlv_5", ("apns-expiration", soon));
        Assert.Empty(_phone.Messages);
        Assert.Equal(3, _phone.WaitingCount);

        _clock.Ahead = TimeSpan.FromMinutes(10);
        _phone.GoOnline();

        Assert.Equal(["dlv_3", "dlv_2"], _phone.Messages.Select(message => message.Push.MsgId));
    }

    [Fact]
    public async Task On_the_screen_a_collapse_id_replaces()
    {
        await Push("dlv_1", ("apns-collapse-id", "score"));
        await Push("dlv_2", ("apns-collapse-id", "score"));

        Assert.Equal("dlv_2", Assert.Single(_phone.Messages).Push.MsgId);
    }

    [Fact]
    public async Task A_copy_of_a_delivery_shows_once_and_is_acked_once()
    {
        await Push("dlv_1");
        await Push("dlv_1");
        await Push("dlv_2");

        Assert.Equal([1, 2], _phone.Messages.Select(message => message.Copies));
        Assert.Equal("/v1/push/sends/dlv_1/ack", (await _hub.NextAsync()).Path);
        Assert.Equal("/v1/push/sends/dlv_2/ack", (await _hub.NextAsync()).Path);
        Assert.False(_hub.HasMore);
    }

    [Fact]
    public async Task An_app_that_registers_itself_does_so_again_with_its_new_token()
    {
        var phone = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Web, "Firefox") { Hub = _hub.Link, RegistersItself = true });
        var first = await _hub.NextAsync();
        Assert.Equal(("/v1/push/tokens", "webpush", phone.Id), (first.Path, first.Text("provider"), first.Text("installationId")));
        Assert.Equal(phone.Subscription!.Endpoint.ToString(), first.Body.GetProperty("subscription").GetProperty("endpoint").GetString());

        phone.Uninstall();
        phone.Reinstall();
        var second = await _hub.NextAsync();

        Assert.NotEqual(first.Body.GetProperty("subscription").GetRawText(), second.Body.GetProperty("subscription").GetRawText());
        Assert.Equal(phone.Id, second.Text("installationId"));
    }

    [Fact]
    public async Task A_reinstalled_app_has_a_new_token_and_the_old_one_stays_dead()
    {
        var old = _phone.Token;
        _phone.Uninstall();
        _phone.Reinstall();

        Assert.Equal(410, (await _apple.SendAsync(old)).Status);
        Assert.Equal(200, (await _apple.SendAsync(_phone.Token)).Status);
    }

    [Fact]
    public void A_phone_keeps_500_messages()
    {
        for (var i = 1; i <= 501; i++)
        {
            _phone.Deliver(new PhonePush { Title = "n", Payload = "{}", ExpiresAt = DateTimeOffset.MaxValue });
        }

        Assert.Equal((500, 501, 2), (_phone.Messages.Count, _phone.Messages[0].Id, _phone.Messages[^1].Id));
    }

    [Fact]
    public async Task Phones_and_credentials_survive_a_restart_in_their_folder()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-" + Guid.NewGuid().ToString("n"));
        try
        {
            var (p8, account, vapid, token, endpoint, dead) = await FirstRun();
            await using var second = await SandboxHost.StartAsync(new SandboxSetup { Folder = folder });

            Assert.Equal((p8, vapid), (second.Credentials.P8, second.Credentials.VapidPublicKey));
            Assert.Equal(account, PrivateKey(second));
            Assert.Equal(token, second.Phones.All().First(phone => phone.Platform == PhonePlatform.Ios && phone.Installed).Token);
            Assert.NotNull(second.Phones.DeadSince(PhonePlatform.Ios, dead));
            var browser = second.Phones.All().Single(phone => phone.Platform == PhonePlatform.Web);
            Assert.Equal((endpoint.P256dh, endpoint.Auth, endpoint.Endpoint.AbsolutePath), (browser.Subscription!.P256dh, browser.Subscription.Auth, browser.Subscription.Endpoint.AbsolutePath));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<(string, string, string, string, PushSubscription, string)> FirstRun()
        {
            await using var first = await SandboxHost.StartAsync(new SandboxSetup { Folder = folder });
            var phone = first.Phones.Add(new PhoneSpec(PhonePlatform.Ios, "A"));
            var removed = first.Phones.Add(new PhoneSpec(PhonePlatform.Ios, "B"));
            removed.Uninstall();
            var browser = first.Phones.Add(new PhoneSpec(PhonePlatform.Web, "C"));
            return (first.Credentials.P8, PrivateKey(first), first.Credentials.VapidPublicKey, phone.Token, browser.Subscription!, removed.Token);
        }

        static string PrivateKey(SandboxHost host) =>
            System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(host.Credentials.ServiceAccountJson()).GetProperty("private_key").GetString()!;
    }

    private Task<ApnsCaller.Answer> Push(string msgId, params (string, string?)[] headers) =>
        _apple.SendAsync(_phone.Token, $$"""{"aps":{"alert":"Hello"},"notifyhub_msg_id":"{{msgId}}"}""", headers: headers);
}
