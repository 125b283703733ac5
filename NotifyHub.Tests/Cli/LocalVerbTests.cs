using System.Net;
using NotifyHub.Cli;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Cli;

/// <summary>A terminal at the data folder itself.</summary>
[Trait("Engine", "sqlite")]
public sealed class LocalVerbTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"notifyhub-cli-{Guid.NewGuid():N}");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => TestEngine.ForgetAsync(_folder);

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await LocalVerbs.RunAsync([.. args, $"--NotifyHub:DataDirectory={_folder}", "--NotifyHub:Database:Provider=sqlite"], output, errors);
        return (code, output.ToString().Trim(), errors.ToString().Trim());
    }

    // The lock is the kernel's, and a process that another test starts at this moment holds a copy of it until it becomes another program.
    private async Task<(int Code, string Output, string Errors)> WhenFreeAsync(params string[] args)
    {
        var began = TimeProvider.System.GetTimestamp();
        var run = await RunAsync(args);
        while (run.Errors.Contains("Another NotifyHub works on", StringComparison.Ordinal) && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(10))
        {
            run = await RunAsync(args);
        }
        return run;
    }

    [Fact]
    public async Task A_key_made_while_the_hub_is_stopped_works_when_it_runs()
    {
        string device;
        await using (var before = await TestHub.StartAsync(folder: _folder))
        {
            device = await before.Client.NewDeviceAsync();
            var busy = await RunAsync("keys", "create", "--name", "x", "--scopes", "read");
            Assert.Equal(1, busy.Code);
            Assert.Contains("Another NotifyHub works on", busy.Errors, StringComparison.Ordinal);
        }
        var reader = await WhenFreeAsync("keys", "create", "--name", "Reader", "--scopes", "devices,read", "--days", "30");
        var page = await RunAsync("keys", "create", "--name", "Page", "--publishable", "--format", "json");
        Assert.Equal((0, 0), (reader.Code, page.Code));
        Assert.Equal(1, (await RunAsync("keys", "create", "--name", "x", "--scopes", "read", "--project", "Nobody's")).Code);
        await using var after = await TestHub.StartAsync(folder: _folder);
        Assert.Equal(HttpStatusCode.OK, (await after.ClientFor(reader.Output).ReadAsync($"/v1/push/tokens/{device}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await after.ClientFor(reader.Output).SendAsync(new System.Text.Json.Nodes.JsonObject())).Status);
        var publishable = System.Text.Json.Nodes.JsonNode.Parse(page.Output)!["key"]!.GetValue<string>();
        Assert.StartsWith("nhp_", publishable, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await after.ClientFor(publishable).PostTextAsync("/v1/push/sends/dlv_0000000000001/ack", """{"eventType":"received"}""")).Status);
    }

    [Fact]
    public async Task A_backup_is_taken_while_the_hub_works_and_starts_as_a_hub()
    {
        var copy = Path.Combine(_folder, "elsewhere", "copy.db");
        string device, serverKey;
        await using (var hub = await TestHub.StartAsync(folder: _folder))
        {
            (device, serverKey) = (await hub.Client.NewDeviceAsync(), hub.ServerKey);
            using var stop = new CancellationTokenSource();
            var load = Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await hub.Client.NewDeviceAsync();
                }
            });
            var backup = await RunAsync("backup", "--to", copy);
            await stop.CancelAsync();
            await load;
            Assert.Equal((0, ""), (backup.Code, backup.Errors));
            Assert.StartsWith(copy, backup.Output, StringComparison.Ordinal);
            var again = await RunAsync("backup", "--to", copy);
            Assert.Equal(1, again.Code);
            Assert.Contains("is there already", again.Errors, StringComparison.Ordinal);
        }
        foreach (var file in Directory.EnumerateFiles(_folder, "notifyhub.db*"))
        {
            File.Delete(file);
        }
        File.Copy(copy, Path.Combine(_folder, "notifyhub.db"));
        await using var restored = await TestHub.StartAsync(folder: _folder);
        Assert.Equal(HttpStatusCode.OK, (await restored.ClientFor(serverKey).ReadAsync($"/v1/push/tokens/{device}")).Status);
    }

    [Theory]
    [InlineData("keys", "create", "--scopes", "read")]
    [InlineData("keys", "create", "--name", "x")]
    [InlineData("keys", "create", "--name", "x", "--scopes", "everything")]
    [InlineData("keys", "create", "--name", "x", "--scopes", "127")]
    [InlineData("keys", "create", "--name", "x", "--scopes", "read", "--publishable")]
    [InlineData("keys", "list")]
    [InlineData("backup", "here.db")]
    public async Task A_wrong_call_touches_nothing_and_ends_with_2(params string[] args)
    {
        Assert.Equal(2, (await RunAsync(args)).Code);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public async Task There_must_be_something_to_copy()
    {
        var (code, _, errors) = await RunAsync("backup");
        Assert.Equal(1, code);
        Assert.Contains("There is no", errors, StringComparison.Ordinal);
    }
}
