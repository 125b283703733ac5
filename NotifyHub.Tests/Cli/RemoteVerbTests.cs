using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Cli;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Cli;

/// <summary>A terminal against a running hub: what it prints, and how it ends.</summary>
public sealed class RemoteVerbTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await RemoteVerbs.RunAsync([.. args, "--url", hub.Hub.Url.ToString(), "--key", hub.Hub.ServerKey], output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    [Fact]
    public async Task A_send_prints_its_tickets_and_the_lists_show_it()
    {
        var user = $"u-{Guid.NewGuid():N}";
        var registered = await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["userId"] = user, ["model"] = "Pixel" });
        var campaign = $"c-{Guid.NewGuid():N}";

        var sent = await RunAsync("send", "--to", registered.Id, "--title=From a terminal", "--body", "Hello", "--data", """{"a":1}""", "--options", """{"ttl":60}""", "--idempotency-key", campaign);
        Assert.Equal((0, ""), (sent.Code, sent.Errors));
        Assert.Contains("1 recipients", sent.Output, StringComparison.Ordinal);
        Assert.Contains("queued", sent.Output, StringComparison.Ordinal);
        var again = await RunAsync("send", "--to", registered.Id, "--title=From a terminal", "--body", "Hello", "--data", """{"a":1}""", "--options", """{"ttl":60}""", "--idempotency-key", campaign, "--format", "json");
        var ticket = JsonNode.Parse(again.Output)!["tickets"]![0]!["id"]!.GetValue<string>();
        Assert.Contains(ticket, sent.Output, StringComparison.Ordinal);

        var devices = await RunAsync("devices", "list", "--user", user);
        Assert.Equal(0, devices.Code);
        Assert.Contains(registered.Id, devices.Output.Split('\n')[1], StringComparison.Ordinal);
        Assert.StartsWith("DEVICE", devices.Output, StringComparison.Ordinal);
        Assert.Equal(user, JsonNode.Parse((await RunAsync("devices", "list", "--user", user, "--format", "json")).Output)!["userId"]!.GetValue<string>());

        var tail = await RunAsync("deliveries", "tail", "--once", "--limit", "5");
        Assert.Contains(ticket, tail.Output, StringComparison.Ordinal);
        Assert.Contains("From a terminal", tail.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tail_prints_what_comes_once_each()
    {
        var device = await hub.Client.NewDeviceAsync();
        var before = $"tail-{Guid.NewGuid():N}-before";
        await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = before });
        await using var output = new Lines();
        using var stop = new CancellationTokenSource();
        var tailing = RemoteVerbs.RunAsync(["deliveries", "tail", "--limit", "1", "--format", "json", "--url", hub.Hub.Url.ToString(), "--key", hub.Hub.ServerKey], output, TextWriter.Null, stop.Token);
        // It has begun with the newest, so the next are new to it.
        await output.UntilAsync(lines => lines.Any(line => line.Contains(before, StringComparison.Ordinal)));
        var titles = Enumerable.Range(0, 3).Select(i => $"tail-{Guid.NewGuid():N}-{i}").ToList();
        foreach (var title in titles)
        {
            await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = title });
        }
        await output.UntilAsync(lines => titles.TrueForAll(title => lines.Count(line => line.Contains(title, StringComparison.Ordinal)) == 1));
        await stop.CancelAsync();
        Assert.Equal(0, await tailing);
    }

    [Fact]
    public async Task An_inbox_is_listed_counted_and_read_with_a_user_token()
    {
        var user = $"u-{Guid.NewGuid():N}";
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", System.Net.Http.Json.JsonContent.Create(new JsonObject()));
        var token = (await hub.Client.PostAsync("/v1/user-tokens", new JsonObject { ["userId"] = user })).Json["token"]!.GetValue<string>();
        foreach (var title in new[] { "Export one", "Export two" })
        {
            await hub.Client.PostAsync("/v1/notifications", new JsonObject { ["type"] = "issue.new", ["to"] = new JsonObject { ["user"] = user }, ["content"] = new JsonObject { ["title"] = title } });
        }
        using (var changed = new SemaphoreSlim(0))
        {
            void Heard(NotifyHub.Data.HubChange _) => changed.Release();
            var feed = hub.Hub.Services.GetRequiredService<NotifyHub.Data.ChangeFeed>();
            feed.Changed += Heard;
            while (!(await OwnAsync("unread-count", "--format", "json")).Contains("2", StringComparison.Ordinal))
            {
                Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(30)), "The items do not come.");
            }
            feed.Changed -= Heard;
        }
        var list = await OwnAsync("list", "--state", "unread");
        Assert.StartsWith("ITEM", list, StringComparison.Ordinal);
        var id = list.Split('\n').Single(line => line.Contains("Export one", StringComparison.Ordinal)).Split(' ')[0];
        Assert.Contains("Export one", await OwnAsync("read", "--id", id), StringComparison.Ordinal);
        Assert.DoesNotContain("Export one", await OwnAsync("list", "--state", "unread"), StringComparison.Ordinal);
        Assert.Equal(1, JsonNode.Parse(await OwnAsync("mark-all-read", "--type", "issue.new", "--format", "json"))!["changed"]!.GetValue<int>());
        Assert.Contains("0", (await OwnAsync("unread-count")).Split('\n')[1], StringComparison.Ordinal);
        var keyed = await RunAsync("inbox", "list");
        Assert.Equal(1, keyed.Code);
        Assert.StartsWith("user_required (403): ", keyed.Errors, StringComparison.Ordinal);

        async Task<string> OwnAsync(params string[] args)
        {
            await using var output = new StringWriter();
            await using var errors = new StringWriter();
            var code = await RemoteVerbs.RunAsync(["inbox", .. args, "--url", hub.Hub.Url.ToString(), "--key", token], output, errors);
            Assert.Equal((0, ""), (code, errors.ToString()));
            return output.ToString();
        }
    }

    [Fact]
    public async Task Choices_are_shown_and_set_by_a_server_for_its_user_and_by_the_user_for_themselves()
    {
        var user = $"u-{Guid.NewGuid():N}";
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", System.Net.Http.Json.JsonContent.Create(new JsonObject()));
        var set = await RunAsync("preferences", "set", "--user", user, "--category", "news", "--opted-out", "true");
        Assert.Equal((0, ""), (set.Code, set.Errors));
        Assert.Contains("news", (await RunAsync("preferences", "get", "--user", user)).Output, StringComparison.Ordinal);

        var token = (await hub.Client.PostAsync("/v1/user-tokens", new JsonObject { ["userId"] = user })).Json["token"]!.GetValue<string>();
        Assert.Matches(@"job\.completed +in_app email mobile_push web_push +slack", await OwnAsync("get"));
        Assert.Matches(@"job\.completed +in_app mobile_push web_push +email slack", await OwnAsync("set", "--type", "job.completed", "--channel", "email", "--on", "false"));
        Assert.Contains("digest: daily at 7", await OwnAsync("set", "--digest", "daily", "--digest-hour=7"), StringComparison.Ordinal);
        Assert.Contains("muted: until 2099", await OwnAsync("set", "--mute-until", "2099-01-01T00:00:00Z"), StringComparison.Ordinal);
        Assert.Contains("muted: no", await OwnAsync("set", "--unmute"), StringComparison.Ordinal);
        var json = JsonNode.Parse(await OwnAsync("set", "--type", "job.completed", "--reset", "--format", "json"))!;
        Assert.True(json["preferences"]!["notifications"]!["types"]!["job.completed"]!["email"]!.GetValue<bool>());

        await using var errors = new StringWriter();
        Assert.Equal(1, await RemoteVerbs.RunAsync(["preferences", "set", "--type", "no.such", "--channel", "email", "--on", "true", "--url", hub.Hub.Url.ToString(), "--key", token], TextWriter.Null, errors));
        Assert.Contains("The project has no such type.", errors.ToString(), StringComparison.Ordinal);

        async Task<string> OwnAsync(params string[] args)
        {
            await using var output = new StringWriter();
            await using var faults = new StringWriter();
            var code = await RemoteVerbs.RunAsync(["preferences", .. args, "--url", hub.Hub.Url.ToString(), "--key", token], output, faults);
            Assert.Equal((0, ""), (code, faults.ToString()));
            return output.ToString();
        }
    }

    [Fact]
    public async Task A_refusal_is_told_in_words_and_ends_with_1()
    {
        var (code, _, errors) = await RunAsync("send", "--to", "dev_0000000000001", "--title", "x");
        Assert.Equal(1, code);
        Assert.StartsWith("unknown_device (404): ", errors, StringComparison.Ordinal);
        Assert.Contains("/to", errors, StringComparison.Ordinal);
        await using var nowhere = new StringWriter();
        Assert.Equal(1, await RemoteVerbs.RunAsync(["devices", "list", "--url", "http://127.0.0.1:1", "--key", "nhs_x"], TextWriter.Null, nowhere));
        Assert.Contains("does not answer", nowhere.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("send", "--title", "x")]
    [InlineData("send", "--to", "dev_1", "--data", "[]")]
    [InlineData("send", "--to", "dev_1", "--data", "{")]
    [InlineData("send", "--to", "dev_1", "--colour", "red")]
    [InlineData("send", "to", "dev_1")]
    [InlineData("send", "--to", "dev_1", "--to", "dev_2")]
    [InlineData("devices", "list", "--limit", "0")]
    [InlineData("devices", "list", "--format", "xml")]
    [InlineData("devices", "show")]
    [InlineData("deliveries")]
    [InlineData("deliveries", "tail", "--status")]
    [InlineData("preferences", "get")]
    [InlineData("preferences", "set", "--user", "u", "--category", "c")]
    [InlineData("preferences", "set", "--user", "u", "--type", "job.completed", "--channel", "email", "--on", "true")]
    public async Task A_wrong_call_shows_the_usage_and_ends_with_2(params string[] args)
    {
        await using var errors = new StringWriter();
        Assert.Equal(2, await RemoteVerbs.RunAsync(args is [.., "--status"] ? args : [.. args, "--key", "nhs_x"], TextWriter.Null, errors));
        Assert.Contains("usage: NotifyHub", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set")]
    [InlineData("set", "--type", "job.completed", "--channel", "email")]
    [InlineData("set", "--channel", "email", "--on", "true")]
    [InlineData("set", "--digest-hour", "24")]
    [InlineData("set", "--mute-until", "soon")]
    [InlineData("set", "--category", "news", "--opted-out", "true")]
    public async Task A_wrong_wish_of_ones_own_is_a_wrong_call(params string[] args) =>
        Assert.Equal(2, await RemoteVerbs.RunAsync(["preferences", .. args, "--key", "eyJ.x.y"], TextWriter.Null, TextWriter.Null));

    private sealed class Lines : StringWriter
    {
        private readonly List<string> _lines = [];
        private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Task WriteLineAsync(string? value)
        {
            lock (_lines)
            {
                _lines.Add(value ?? "");
                _more.TrySetResult();
            }
            return Task.CompletedTask;
        }

        public async Task UntilAsync(Func<List<string>, bool> isSo)
        {
            while (true)
            {
                Task more;
                lock (_lines)
                {
                    if (isSo(_lines))
                    {
                        return;
                    }
                    if (_more.Task.IsCompleted)
                    {
                        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    }
                    more = _more.Task;
                }
                await more.WaitAsync(TimeSpan.FromSeconds(30));
            }
        }
    }
}
