using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.People;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Digests;
using NotifyHub.Jobs;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>What a project asks for people, kept by dispatch and told by the dry run: bundling, presence, quiet hours.</summary>
public sealed class PeoplePolicyTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>, IAsyncLifetime
{
    private const string NightAndDay = """{"start":"00:00","end":"23:59","timezone":"UTC","days":["monday","tuesday","wednesday","thursday","friday","saturday","sunday"]}""";

    // One policy a project: each test sets its own, and leaves none.
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => PolicyAsync("{}");

    [Fact]
    public async Task What_is_too_many_of_a_kind_comes_in_one_summary_once()
    {
        var (user, person) = await PersonAsync();
        await TypeAsync("flood.new", ""","bundling":{"most":2,"windowMinutes":10}""");

        var sent = new List<(long Id, DeliveryReason Reason)>();
        for (var i = 0; i < 5; i++)
        {
            sent.Add(await MailAsync(user, "flood.new", $"flood {i}"));
        }
        Assert.Equal([DeliveryReason.None, DeliveryReason.None, DeliveryReason.Bundled, DeliveryReason.Bundled, DeliveryReason.Bundled], sent.Select(s => s.Reason));
        // Of another digest key it is another bundle.
        Assert.Equal(DeliveryReason.None, (await MailAsync(user, "flood.new", "elsewhere", ""","digestKey":"other" """)).Reason);
        var dry = await hub.Client.PostTextAsync("/v1/notifications", $$$"""{"type":"flood.new","to":{"user":"{{{user}}}"},"content":{"title":"x"},"dryRun":true}""");
        Assert.Contains("\"bundled\"", dry.Text, StringComparison.Ordinal);
        await using (var db = hub.Rows())
        {
            Assert.Equal(5, await db.InboxItems.CountAsync(i => i.PersonId == person && i.Type == "flood.new" && sent.Select(s => s.Id).Contains(i.NotificationId)));
            Assert.Equal(3, await db.Bundles.CountAsync(b => b.PersonId == person && b.Channel == ChannelKind.Email));
        }

        // The window ends.
        await Gate.WriteAsync(session => session.Prepare("update bundles set summary_at = 1 where person_id = @person").Bind(person).ExecuteAsync());
        var job = hub.Hub.Services.GetRequiredService<BundleJob>();
        await Task.WhenAll(job.RunAsync(default), job.RunAsync(default));

        var summary = await hub.Hub.UntilAsync(async () =>
        {
            await using var db = hub.Rows();
            var found = await db.Notifications.Where(n => n.DigestKey == Bundle.SummaryKey && n.Target.Contains(user)).ToListAsync();
            var ids = found.Select(n => n.Id).ToList();
            return await db.Deliveries.Where(d => ids.Contains(d.NotificationId) && d.Provider == ProviderKind.Email).Select(d => d.Status).ToListAsync() is [>= DeliveryStatus.Sent] ? found : null;
        });
        Assert.Equal("3 more: flood.new", Assert.Single(summary).Title);
        Assert.Contains("flood 4", summary[0].Payload, StringComparison.Ordinal);
        await using (var db = hub.Rows())
        {
            Assert.Equal((DeliveryStatus.Sent, 0), ((await db.Deliveries.SingleAsync(d => d.NotificationId == summary[0].Id)).Status, await db.Bundles.CountAsync(b => b.PersonId == person)));
        }
    }

    [Fact]
    public async Task A_burst_of_one_moment_is_bundled_too()
    {
        var (user, _) = await PersonAsync();
        await TypeAsync("burst.new", ""","bundling":{"most":3,"windowMinutes":10}""");
        var reasons = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => MailAsync(user, "burst.new", $"burst {i}")));
        Assert.Equal((3, 9), (reasons.Count(r => r.Reason == DeliveryReason.None), reasons.Count(r => r.Reason == DeliveryReason.Bundled)));
    }

    [Fact]
    public async Task Whoever_is_live_in_the_inbox_has_time_to_see_it_there()
    {
        var (user, person) = await PersonAsync();
        await TypeAsync("there.new");
        await PolicyAsync("""{"presence":{"then":"delay","seconds":3600}}""");
        Assert.Equal(DeliveryReason.None, (await MailAsync(user, "there.new", "nobody is there")).Reason);

        await hub.Hub.Services.GetRequiredService<PresenceBook>().MarkAsync(hub.Hub.ProjectId, person);

        var waits = await MailAsync(user, "there.new", "somebody is");
        Assert.Equal(DeliveryReason.Presence, waits.Reason);
        var dry = await hub.Client.PostTextAsync("/v1/notifications", $$$"""{"type":"there.new","to":{"user":"{{{user}}}"},"content":{"title":"x"},"dryRun":true}""");
        Assert.Contains("\"presence\"", dry.Text, StringComparison.Ordinal);
        Assert.Equal(DeliveryReason.None, (await MailAsync(user, "there.new", "can't wait", ""","priority":"critical" """)).Reason);

        await PolicyAsync("""{"presence":{"then":"suppress"}}""");
        Assert.Equal(DeliveryReason.Presence, (await MailAsync(user, "there.new", "the inbox is enough")).Reason);
        // A sign that is old is none.
        await Gate.WriteAsync(session => session.Prepare("update person_presence set seen_at = seen_at - 80000 where person_id = @person").Bind(person).ExecuteAsync());
        Assert.Equal(DeliveryReason.None, (await MailAsync(user, "there.new", "gone again")).Reason);
    }

    [Fact]
    public async Task Quiet_hours_of_the_project_are_for_who_has_none_of_their_own()
    {
        var (user, _) = await PersonAsync();
        var (own, person) = await PersonAsync();
        await TypeAsync("quiet.new");
        await PolicyAsync($$"""{"quietHours":{{NightAndDay}}}""");
        await Gate.WriteAsync(session => session.Prepare("insert into person_settings (person_id, project_id, quiet_hours, updated_at) values (@person, @project, @quiet, 1)")
            .Bind(person, hub.Hub.ProjectId, """{"start":"22:00","end":"07:00","timezone":null,"days":[]}""").ExecuteAsync());

        Assert.Equal(DeliveryReason.QuietHours, (await MailAsync(user, "quiet.new", "hush")).Reason);
        Assert.Equal(DeliveryReason.None, (await MailAsync(own, "quiet.new", "they want none")).Reason);
        var dry = await hub.Client.PostTextAsync("/v1/notifications", $$$"""{"type":"quiet.new","to":{"user":"{{{user}}}"},"content":{"title":"x"},"dryRun":true}""");
        Assert.Contains("\"quietHours\"", dry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named()
    {
        var refused = await PutAsync("""{"quietHours":{"start":"9","end":"10:00","timezone":"Nowhere/At","days":["moonday"]},"presence":{"then":"shout","seconds":1}}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(["/presence/seconds", "/presence/then", "/quietHours", "/quietHours/days/0", "/quietHours/timezone"], refused.Json["errors"]!.AsArray().Select(e => e!["pointer"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    private IWriteGate Gate => hub.Hub.Services.GetRequiredService<IWriteGate>();

    private Task<ApiAnswer> PutAsync(string body) => hub.Client.CallAsync(HttpMethod.Put, "/v1/projects/current/policy", new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task PolicyAsync(string body) => Assert.Equal(HttpStatusCode.OK, (await PutAsync(body)).Status);

    private async Task TypeAsync(string key, string more = "")
    {
        var made = await hub.Client.PostTextAsync("/v1/types", $$$"""{"key":"{{{key}}}","label":"{{{key}}}","category":"policy","channels":{"in_app":true,"email":true}{{{more}}}}""");
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
    }

    private async Task<(string User, long Person)> PersonAsync()
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", new StringContent($$"""{"email":"{{user}}@example.com"}""", Encoding.UTF8, "application/json"));
        await using var db = hub.Rows();
        return (user, (await db.People.SingleAsync(p => p.UserId == user)).Id);
    }

    // What became of the mail.
    private async Task<(long Id, DeliveryReason Reason)> MailAsync(string user, string type, string title, string more = "")
    {
        var answer = await hub.Client.PostTextAsync("/v1/notifications", $$$"""{"type":"{{{type}}}","to":{"user":"{{{user}}}"},"content":{"title":"{{{title}}}"}{{{more}}}}""");
        Assert.True(RowId.TryParse(RowId.Notification, answer.Json["notificationId"]?.GetValue<string>() ?? "", out var id), answer.Text);
        var mail = await hub.Hub.UntilAsync(async () =>
        {
            await using var db = hub.Rows();
            return await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.NotificationId == id && d.Provider == ProviderKind.Email && (d.Status >= DeliveryStatus.Sent || d.Status == DeliveryStatus.Delayed));
        });
        return (id, mail.Reason);
    }
}
