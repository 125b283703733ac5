using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>A project's policy over the whole app: stored, audited, and kept by dispatch.</summary>
public sealed class PolicyTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Fact]
    public async Task What_is_stored_is_read_and_audited()
    {
        const string policy = """{"caps":[{"most":1000,"minutes":60,"category":"stored-and-read","then":"suppress"}]}""";
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(policy)).Status);
        var cap = (await hub.Client.ReadAsync("/v1/projects/current/policy")).Json["caps"]![0]!;
        Assert.Equal((1000, 60, "stored-and-read", "suppress"), (cap["most"]!.GetValue<int>(), cap["minutes"]!.GetValue<int>(), cap["category"]!.GetValue<string>(), cap["then"]!.GetValue<string>()));
        await using var db = hub.Rows();
        Assert.Contains(db.Audit.ToList(), entry => entry.Action == "policy.changed");
    }

    [Fact]
    public async Task Of_two_who_change_the_same_policy_the_second_is_told()
    {
        async Task<(HttpStatusCode Status, string? Tag, string Text)> SendAsync(HttpMethod method, string? tag, string? body)
        {
            using var request = new HttpRequestMessage(method, "/v1/projects/current/policy") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            using var answer = await hub.Client.SendAsync(request);
            return (answer.StatusCode, answer.Headers.ETag?.Tag, await answer.Content.ReadAsStringAsync());
        }
        await PutAsync("""{"digest":{"cadence":"daily"}}""");
        var first = await SendAsync(HttpMethod.Get, null, null);
        Assert.NotNull(first.Tag);
        var both = await Task.WhenAll(Enumerable.Range(1, 2).Select(hour => SendAsync(HttpMethod.Put, first.Tag, $$$"""{"digest":{"cadence":"daily","hour":{{{hour}}}}}""")));
        var won = Assert.Single(both, answer => answer.Status == HttpStatusCode.OK);
        var lost = Assert.Single(both, answer => answer.Status == HttpStatusCode.Conflict);
        Assert.Contains("state_conflict", lost.Text, StringComparison.Ordinal);
        var now = await SendAsync(HttpMethod.Get, null, null);
        Assert.Equal((won.Tag, won.Text), (now.Tag, now.Text));
        Assert.NotEqual(first.Tag, now.Tag);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, now.Tag, "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "*", """{"digest":{"cadence":"weekly"}}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Put, "\"nonsense\"", "{}")).Status);
        await PutAsync("{}");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named()
    {
        var refused = await PutAsync("""{"caps":[{"most":0,"minutes":60},{"most":1,"minutes":99999,"category":"","then":"shout"}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(["/caps/0/most", "/caps/1/category", "/caps/1/minutes", "/caps/1/then"], refused.Json["errors"]!.AsArray().Select(e => e!["pointer"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_that_is_too_many_is_told_and_ends_or_waits_and_a_critical_one_goes()
    {
        await PutAsync("""{"caps":[{"most":1,"minutes":60,"category":"drops","then":"suppress"},{"most":1,"minutes":60,"category":"waits"}]}""");
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", System.Net.Http.Json.JsonContent.Create(new JsonObject { ["email"] = $"{user}@example.com" }));
        foreach (var (key, category, critical) in new[] { ("cap.drops", "drops", "false"), ("cap.waits", "waits", "false"), ("cap.alarm", "drops", "true") })
        {
            var made = await hub.Client.PostTextAsync("/v1/types", $$$"""{"key":"{{{key}}}","label":"{{{key}}}","category":"{{{category}}}","critical":{{{critical}}},"channels":{"in_app":true,"email":true}}""");
            Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        }

        Assert.Equal((DeliveryStatus.Sent, DeliveryReason.None), await MailAsync(user, "cap.drops"));
        Assert.Equal((DeliveryStatus.Suppressed, DeliveryReason.FrequencyCap), await MailAsync(user, "cap.drops"));
        Assert.Equal((DeliveryStatus.Sent, DeliveryReason.None), await MailAsync(user, "cap.waits"));
        Assert.Equal((DeliveryStatus.Delayed, DeliveryReason.FrequencyCap), await MailAsync(user, "cap.waits"));
        Assert.Equal((DeliveryStatus.Sent, DeliveryReason.None), await MailAsync(user, "cap.alarm"));

        var dry = await hub.Client.PostTextAsync("/v1/notifications", $$$"""{"type":"cap.drops","to":{"user":"{{{user}}}"},"content":{"title":"x"},"dryRun":true}""");
        Assert.Contains("frequencyCap", dry.Text, StringComparison.Ordinal);
        Assert.Contains("FrequencyCap", dry.Text, StringComparison.Ordinal);
    }

    private Task<ApiAnswer> PutAsync(string body) => hub.Client.CallAsync(HttpMethod.Put, "/v1/projects/current/policy", new StringContent(body, Encoding.UTF8, "application/json"));

    // What became of the mail; the inbox has the item in every case.
    private async Task<(DeliveryStatus, DeliveryReason)> MailAsync(string user, string type)
    {
        var answer = await hub.Client.PostTextAsync("/v1/notifications", $$$"""{"type":"{{{type}}}","to":{"user":"{{{user}}}"},"content":{"title":"x"}}""");
        Assert.True(RowId.TryParse(RowId.Notification, answer.Json["notificationId"]!.GetValue<string>(), out var id), answer.Text);
        // Not disposed of: a commit may be telling it in the moment in which we let go.
        var changed = new SemaphoreSlim(0);
        void Heard(HubChange change) => changed.Release();
        var feed = hub.Hub.Services.GetRequiredService<ChangeFeed>();
        feed.Changed += Heard;
        try
        {
            while (true)
            {
                await using var db = hub.Rows();
                var rows = await db.Deliveries.AsNoTracking().Where(d => d.NotificationId == id).ToListAsync();
                if (rows.Find(d => d.Provider == ProviderKind.Email) is { } mail && (mail.Status >= DeliveryStatus.Sent || mail.Status == DeliveryStatus.Delayed))
                {
                    Assert.Equal(DeliveryStatus.Sent, rows.Single(d => d.Provider == ProviderKind.InApp).Status);
                    return (mail.Status, mail.Reason);
                }
                Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(30)), $"It stands still: {string.Join(", ", rows.Select(d => $"{d.Provider} {d.Status} {d.Reason}"))}");
            }
        }
        finally
        {
            feed.Changed -= Heard;
        }
    }
}
