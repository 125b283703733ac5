using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Sandbox;

public sealed class SandboxHostTests
{
    [Fact]
    public async Task Many_run_side_by_side_and_know_nothing_of_each_other()
    {
        var hosts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SandboxHost.StartAsync(new SandboxSetup())));
        var phone = hosts[0].Phones.Add(new PhoneSpec(PhonePlatform.Ios, "A"));
        using var own = new ApnsCaller(hosts[0]);
        using var other = new ApnsCaller(hosts[1]);

        Assert.Equal(10, hosts.SelectMany(host => new[] { host.Addresses.Http.Port, host.Addresses.Http2.Port }).Distinct().Count());
        Assert.Equal(200, (await own.SendAsync(phone.Token)).Status);
        Assert.Equal("BadDeviceToken", (await other.SendAsync(phone.Token)).Reason);
        Assert.Equal((1, 0), (hosts[0].Arrivals.Accepted, hosts[1].Arrivals.Accepted));
        await Task.WhenAll(hosts.Select(host => host.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_taken_port_is_an_error_unless_it_may_move()
    {
        await using var first = await SandboxHost.StartAsync(new SandboxSetup());
        var taken = new SandboxSetup { Port = first.Addresses.Http.Port };

        await Assert.ThrowsAsync<IOException>(() => SandboxHost.StartAsync(taken));
        await using var moved = await SandboxHost.StartAsync(taken with { MayMove = true });
        Assert.NotEqual(first.Addresses.Http, moved.Addresses.Http);
    }

    [Fact]
    public async Task The_log_file_has_the_line_before_the_caller_has_the_answer()
    {
        var file = Path.GetTempFileName();
        try
        {
            await using var sandbox = await SandboxHost.StartAsync(new SandboxSetup { LogFile = file });
            using var apple = new ApnsCaller(sandbox);
            await apple.SendAsync(new string('0', 64));
            await using var reading = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(reading);
            var line = JsonSerializer.Deserialize<JsonElement>(await reader.ReadLineAsync() ?? "");

            Assert.Equal(("apns", "dlv_1", 400, "BadDeviceToken"), (Text("vendor"), Text("msgId"), line.GetProperty("status").GetInt32(), Text("code")));
            Assert.DoesNotContain(new string('0', 64), line.GetRawText(), StringComparison.Ordinal);

            string? Text(string name) => line.GetProperty(name).GetString();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Quick_takes_any_token_and_any_credential_that_is_there()
    {
        await using var sandbox = await SandboxHost.StartAsync(new SandboxSetup { Quick = true });
        using var apple = new ApnsCaller(sandbox);
        using var google = new FcmCaller(sandbox);
        using var site = new WebPushCaller(sandbox);

        Assert.Equal(200, (await apple.SendAsync("any", authorization: "bearer any")).Status);
        Assert.Equal(200, (await google.SendAsync("""{"message":{"token":"any","data":{}}}""", bearer: "any", project: "any")).Status);
        Assert.Equal(201, (await site.SendAsync(new Uri(sandbox.Addresses.Http, "/wpush/any"), [1], "vapid any")).Status);
        Assert.Equal(403, (await apple.SendAsync("any", authorization: null)).Status);
        Assert.Equal(["apns", "fcm", "webpush"], sandbox.Arrivals.Counts.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Beside_the_app_it_points_the_providers_at_itself_unless_they_point_elsewhere()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-" + Guid.NewGuid().ToString("n"));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = Path.GetTempPath() });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NotifyHub:DataDirectory"] = folder,
            ["NotifyHub:Sandbox:Port"] = "0",
            ["NotifyHub:Sandbox:Http2Port"] = "0",
            ["NotifyHub:Providers:Fcm:BaseUrl"] = "https://fcm.example.com",
            ["NotifyHub:Egress:AllowedHosts:0"] = "push.example.com",
        });

        await using var sandbox = await builder.StartSandboxIfEnabledAsync();

        Assert.NotNull(sandbox);
        Assert.Equal(sandbox.Addresses.ApnsProduction.ToString(), builder.Configuration["NotifyHub:Providers:Apns:ProductionUrl"]);
        Assert.Equal(sandbox.Addresses.ApnsSandbox.ToString(), builder.Configuration["NotifyHub:Providers:Apns:SandboxUrl"]);
        Assert.Equal("https://fcm.example.com", builder.Configuration["NotifyHub:Providers:Fcm:BaseUrl"]);
        Assert.Equal(["push.example.com", "127.0.0.1"], builder.Configuration.GetSection("NotifyHub:Egress:AllowedHosts").Get<string[]>()!);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Production", null, false)]
    [InlineData("Development", "false", false)]
    [InlineData("Production", "true", true)]
    public async Task It_runs_in_Development_or_when_told_to(string environment, string? enabled, bool runs)
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-" + Guid.NewGuid().ToString("n"));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = Path.GetTempPath() });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NotifyHub:DataDirectory"] = folder,
            ["NotifyHub:Sandbox:Enabled"] = enabled,
            ["NotifyHub:Sandbox:Port"] = "0",
            ["NotifyHub:Sandbox:Http2Port"] = "0",
        });

        await using var sandbox = await builder.StartSandboxIfEnabledAsync();

        Assert.Equal(runs, sandbox is not null);
    }

    [Fact]
    public async Task A_test_host_takes_the_app_and_not_the_sandbox_for_its_own()
    {
        await using var hub = await TestHub.StartAsync();

        Assert.NotEqual(hub.Sandbox.Addresses.Http.Port, hub.Url.Port);
        Assert.Equal(HttpStatusCode.OK, (await hub.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_setting_out_of_range_is_named()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration["NotifyHub:Sandbox:Port"] = "70000";

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => builder.StartSandboxIfEnabledAsync());

        Assert.Contains("NotifyHub:Sandbox:Port", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verb_reads_its_options_and_refuses_others()
    {
        Assert.Equal(
            new SandboxSetup { Port = 0, Http2Port = 7, LogFile = "a.log", Folder = "f", Quick = true, AnswerAfter = TimeSpan.FromMilliseconds(25) },
            SandboxCommand.Parse(["--port", "0", "--quick", "--http2-port", "7", "--log", "a.log", "--folder", "f", "--answer-ms", "25"]));
        Assert.Equal((5081, 5082), SandboxCommand.Parse([]) is { } usual ? (usual.Port, usual.Http2Port) : default);
        Assert.Null(SandboxCommand.Parse(["--port"]));
        Assert.Null(SandboxCommand.Parse(["--port", "70000"]));
        Assert.Null(SandboxCommand.Parse(["--answer-ms", "60001"]));
        Assert.Null(SandboxCommand.Parse(["--loud"]));
    }
}
