using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>From the API to the phones over the vendors' real protocols, and what their answers do.</summary>
public class OverTheWireTests
{
    [Fact]
    public async Task A_send_to_phones_of_every_kind_is_seen_on_all_of_them()
    {
        await using var hub = await WireRig.StartAsync();
        var phones = new List<(Phone Phone, string Device)>();
        foreach (var platform in Enum.GetValues<PhonePlatform>()) phones.Add(await hub.PhoneAsync(platform));

        var tickets = await hub.SendAsync([.. phones.Select(p => p.Device)]);

        foreach (var ticket in tickets)
        {
            var receipt = await hub.UntilAsync(ticket, "sent");
            Assert.NotNull(receipt["providerMessageId"]);
            Assert.Equal(0, receipt["retryCount"]!.GetValue<int>());
        }
        Assert.All(phones, p => Assert.Equal("Your order shipped", Assert.Single(p.Phone.Messages).Push.Title));
    }

    [Theory]
    [InlineData(PhonePlatform.Ios, "Unregistered")]
    [InlineData(PhonePlatform.Android, "UNREGISTERED")]
    [InlineData(PhonePlatform.Web, null)]
    [InlineData(PhonePlatform.Huawei, "80300007")]
    [InlineData(PhonePlatform.MiPush, "20301")]
    public async Task An_uninstalled_app_retires_its_device(PhonePlatform platform, string? word)
    {
        await using var hub = await WireRig.StartAsync();
        var (phone, device) = await hub.PhoneAsync(platform);
        phone.Uninstall();

        var receipt = await hub.UntilAsync((await hub.SendAsync(device))[0], "failed");

        Assert.Equal("TokenDead", receipt["reason"]!.GetValue<string>());
        if (word is not null)
        {
            Assert.Equal(word, receipt["error"]!.GetValue<string>());
        }
        Assert.Equal("suppressed", (await hub.UntilAsync((await hub.SendAsync(device))[0], "suppressed"))["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(PhonePlatform.Ios)]
    [InlineData(PhonePlatform.Android)]
    [InlineData(PhonePlatform.Web)]
    [InlineData(PhonePlatform.Huawei)]
    [InlineData(PhonePlatform.MiPush)]
    [InlineData(PhonePlatform.Expo)]
    public async Task A_vendor_that_asks_to_wait_a_second_gets_the_second_try_after_a_second(PhonePlatform platform)
    {
        await using var hub = await WireRig.StartAsync();
        var (phone, device) = await hub.PhoneAsync(platform);
        phone.SetScript(FaultScript.Parse("f503r1x1"));

        var ticket = (await hub.SendAsync(device))[0];
        await hub.UntilAsync(ticket, "sent");

        var attempts = (await hub.Client.ReadAsync($"/v1/deliveries/{ticket}")).Json["attempts"]!.AsArray();
        Assert.Equal(["Retry", "Accepted"], attempts.Select(a => a!["outcome"]!.GetValue<string>()));
        Assert.InRange(At(attempts[1]) - At(attempts[0]), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
        Assert.Single(phone.Messages);
    }

    [Fact]
    public async Task The_health_of_the_project_tells_what_the_vendors_answered()
    {
        await using var hub = await WireRig.StartAsync();
        var (alive, device) = await hub.PhoneAsync(PhonePlatform.Ios);
        var (dead, gone) = await hub.PhoneAsync(PhonePlatform.Ios);
        dead.Uninstall();
        await hub.UntilAsync((await hub.SendAsync(device))[0], "sent");
        await hub.UntilAsync((await hub.SendAsync(gone))[0], "failed");

        var health = (await hub.Client.ReadAsync("/v1/projects/current/push/health")).Json;

        Assert.Equal(300, health["windowSecs"]!.GetValue<int>());
        var apns = health["providers"]!.AsArray().Single(p => p!["provider"]!.GetValue<string>() == "apns")!.AsObject();
        Assert.Equal((1, 1, 2, 0.5), (apns["sent"]!.GetValue<int>(), apns["invalid"]!.GetValue<int>(), apns["inWindowTotal"]!.GetValue<int>(), apns["invalidRate"]!.GetValue<double>()));
        Assert.Null(apns["safetyMarginPct"]);
        Assert.Equal("Unregistered", apns["lastError"]!["code"]!.GetValue<string>());
        Assert.Equal("ok", apns["state"]!.GetValue<string>());
        var other = await hub.NewProjectAsync();
        Assert.Equal("not_found", (await hub.Client.ReadAsync($"/v1/projects/{other.WireId}/push/health")).Code);
        Assert.Single(alive.Messages);
    }

    private static DateTimeOffset At(JsonNode? attempt) => attempt!["at"]!.GetValue<DateTimeOffset>();

    [Fact]
    public async Task Urgency_that_Huawei_does_not_grant_is_lowered_and_the_attempt_says_so()
    {
        await using var hub = await WireRig.StartAsync();
        var (phone, device) = await hub.PhoneAsync(PhonePlatform.Huawei);
        phone.SetScript(FaultScript.Parse("f200.80300011"));

        var answer = await ApiCalls.SendAsync(hub.Client, new JsonObject { ["to"] = device, ["title"] = "Urgent", ["options"] = new JsonObject { ["priority"] = "high" } });
        var ticket = answer.Json["tickets"]![0]!["id"]!.GetValue<string>();
        await hub.UntilAsync(ticket, "sent");

        Assert.Equal("Urgent", Assert.Single(phone.Messages).Push.Title);
        var attempt = Assert.Single((await hub.Client.ReadAsync($"/v1/deliveries/{ticket}")).Json["attempts"]!.AsArray())!;
        Assert.Equal("Accepted", attempt["outcome"]!.GetValue<string>());
        Assert.Contains("normal urgency", attempt["body"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(PhonePlatform.Huawei, "f200x1.89999999", "unclassified_89999999")]
    [InlineData(PhonePlatform.MiPush, "f200x1.29999", "unclassified_29999")]
    public async Task A_code_that_nobody_knows_is_tried_again_and_shown(PhonePlatform platform, string script, string code)
    {
        await using var hub = await WireRig.StartAsync();
        var (phone, device) = await hub.PhoneAsync(platform);
        phone.SetScript(FaultScript.Parse(script));

        var receipt = await hub.UntilAsync((await hub.SendAsync(device))[0], "retrying");

        Assert.Equal(code, receipt["error"]!.GetValue<string>());
        Assert.Empty(phone.Messages);
        Assert.Equal("active", (await hub.Client.ReadAsync($"/v1/push/tokens/{device}")).Json["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(PhonePlatform.Huawei, "f200.80300002", "huawei", "80300002")]
    [InlineData(PhonePlatform.Huawei, "f401.80200001", "huawei", "80200001")]
    [InlineData(PhonePlatform.MiPush, "f401", "mipush", "21301")]
    public async Task A_refused_app_holds_its_sends_and_keeps_the_device(PhonePlatform platform, string script, string provider, string code)
    {
        await using var hub = await WireRig.StartAsync();
        var (phone, device) = await hub.PhoneAsync(platform);
        phone.SetScript(FaultScript.Parse(script));

        await hub.UntilAsync((await hub.SendAsync(device))[0], "held");

        var credentials = (await hub.Client.ReadAsync("/v1/projects/current/push/credentials")).Json["items"]!.AsArray();
        Assert.Equal(code, credentials.Single(c => c!["provider"]!.GetValue<string>() == provider)!["pauseReason"]!.GetValue<string>());
        Assert.Equal("active", (await hub.Client.ReadAsync($"/v1/push/tokens/{device}")).Json["status"]!.GetValue<string>());
    }
}
