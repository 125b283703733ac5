using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>
/// Faults that systems of this kind are known for, each by its name, over the whole app. Others of them have their test where their code is: an unknown type that marks all read
/// (<see cref="InboxApiTests"/>), a digest that drifts (DigestSlotsTests), a time that the clock skips (WallClockTests, QuietHoursTests, DigestSlotsTests).
/// </summary>
public sealed class PeerDefectTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Fact]
    public async Task In_app_off_shows_no_item_and_no_badge()
    {
        var me = await MeAsync();
        await CellAsync(me, """{"feedback.new":{"in_app":false}}""");
        var off = await DoneAsync(await RaiseAsync(me, "feedback.new", "off"));
        Assert.Equal((DeliveryStatus.Suppressed, DeliveryReason.TypeOff), off.Single(d => d.Provider == ProviderKind.InApp) is var row ? (row.Status, row.Reason) : default);
        Assert.Equal(DeliveryStatus.Sent, off.Single(d => d.Provider == ProviderKind.Email).Status);
        foreach (var state in new[] { "all", "unread", "read", "archived", "snoozed" })
        {
            Assert.Empty((await me.Client.ReadAsync($"/v1/inbox?state={state}")).Json["items"]!.AsArray());
        }
        Assert.Equal(0, (await me.Client.ReadAsync("/v1/inbox/unread-count")).Json["unread"]!.GetValue<int>());
        await using (var db = hub.Rows())
        {
            Assert.Equal(0, await db.InboxItems.CountAsync(i => i.PersonId == me.Person.Id));
        }
        // Back on, what comes next is there, and what was not is not.
        await CellAsync(me, """{"feedback.new":{"in_app":true}}""");
        await DoneAsync(await RaiseAsync(me, "feedback.new", "on"));
        Assert.Equal("on", Assert.Single((await me.Client.ReadAsync("/v1/inbox")).Json["items"]!.AsArray())!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_template_that_is_missing_skips_no_mail()
    {
        var made = await hub.Client.PostTextAsync("/v1/types", """{"key":"deploy.missing","label":"Deploy","channels":{"in_app":true,"email":true},"templates":{"email":"no-such-template"}}""");
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        var me = await MeAsync();
        var mail = (await DoneAsync(await RaiseAsync(me, "deploy.missing", "Version 4 is out"))).Single(d => d.Provider == ProviderKind.Email);
        Assert.Equal((DeliveryStatus.Sent, DeliveryReason.None), (mail.Status, mail.Reason));
        await using var db = hub.Rows();
        var kept = await db.OutboxMails.AsNoTracking().SingleAsync(m => m.DeliveryId == mail.Id);
        Assert.Equal("Version 4 is out", kept.Subject);
        Assert.Contains("text/html", kept.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_was_read_is_not_pushed_any_more()
    {
        await hub.Client.PostTextAsync("/v1/types", """{"key":"pager.push","label":"Pager","channels":{"in_app":true,"mobile_push":true},"fallback":[{"channel":"mobile_push","afterMinutes":10}]}""");
        var me = await MeAsync();
        await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["userId"] = me.Person.UserId });
        var id = await RaiseAsync(me, "pager.push", "Ring");
        var waits = (await RowsAsync(id, rows => rows.Count == 2)).Single(d => d.Provider == ProviderKind.Fcm);
        Assert.Equal((DeliveryStatus.Delayed, DeliveryReason.FallbackWait), (waits.Status, waits.Reason));
        var item = Assert.Single((await me.Client.ReadAsync("/v1/inbox")).Json["items"]!.AsArray())!["id"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.OK, (await me.Client.CallAsync(HttpMethod.Patch, $"/v1/inbox/{item}", Body("""{"read":true}"""))).Status);
        // Its ten minutes are over.
        await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session => session.Prepare("update deliveries set due_at = 1 where id = @id").Bind(waits.Id).ExecuteAsync());
        hub.Hub.Services.GetRequiredService<WorkSignal>().Wake();
        var ended = (await DoneAsync(id)).Single(d => d.Id == waits.Id);
        Assert.Equal((DeliveryStatus.Suppressed, DeliveryReason.ReadElsewhere, 0), (ended.Status, ended.Reason, ended.Attempts));
    }

    [Theory]
    [InlineData(true)]
    // An app that forgets to say that somebody left.
    [InlineData(false)]
    public async Task Signing_out_and_in_again_leaves_a_token_once_and_with_whom_is_signed_in(bool saysSo)
    {
        var (ada, ben) = (await MeAsync(), await MeAsync());
        var token = ApiCalls.NewToken();
        var device = new JsonObject { ["provider"] = "fcm", ["token"] = token, ["platform"] = "android" };
        foreach (var (who, leaves) in new[] { (ada, saysSo), (ben, saysSo), (ada, saysSo), (ben, false) })
        {
            var registered = await who.Client.PostAsync("/v1/devices", device.DeepClone());
            Assert.True(registered.Status == HttpStatusCode.OK, registered.Text);
            if (leaves)
            {
                Assert.Equal(HttpStatusCode.NoContent, (await who.Client.CallAsync(HttpMethod.Delete, $"/v1/devices/{registered.Id}")).Status);
            }
        }
        await using (var db = hub.Rows())
        {
            var live = Assert.Single(await db.Devices.AsNoTracking().Where(d => d.TokenTail == token.Substring(token.Length - 6) && d.Status == DeviceStatus.Active).ToListAsync());
            Assert.Equal(ben.Person.UserId, live.UserId);
        }
        Assert.Empty((await ada.Client.ReadAsync("/v1/devices")).Json["items"]!.AsArray());
        Assert.Single((await ben.Client.ReadAsync("/v1/devices")).Json["items"]!.AsArray());
        // What is ada's goes to no phone.
        Assert.DoesNotContain(await DoneAsync(await RaiseAsync(ada, "issue.new", "for ada")), d => d.Provider == ProviderKind.Fcm);
        Assert.Single(await RowsAsync(await RaiseAsync(ben, "issue.new", "for ben"), rows => rows.Count == 2), d => d.Provider == ProviderKind.Fcm);
    }

    private sealed record Reader(Person Person, HttpClient Client);

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task CellAsync(Reader me, string types) => Assert.Equal(
        HttpStatusCode.OK, (await me.Client.CallAsync(HttpMethod.Patch, "/v1/me", Body("{\"preferences\":{\"notifications\":{\"types\":" + types + "}}}"))).Status);

    private async Task<Reader> MeAsync()
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", JsonContent.Create(new { email = $"{user}@example.com" }));
        var token = (await hub.Client.PostAsync("/v1/user-tokens", new JsonObject { ["userId"] = user })).Json["token"]!.GetValue<string>();
        await using var db = hub.Rows();
        return new Reader(await db.People.AsNoTracking().SingleAsync(p => p.UserId == user), hub.Hub.ClientFor(token));
    }

    private async Task<long> RaiseAsync(Reader me, string type, string title)
    {
        var answer = await hub.Client.PostAsync("/v1/notifications", new JsonObject { ["type"] = type, ["to"] = new JsonObject { ["user"] = me.Person.UserId }, ["content"] = new JsonObject { ["title"] = title } });
        Assert.True(RowId.TryParse(RowId.Notification, answer.Json["notificationId"]?.GetValue<string>() ?? "", out var id), answer.Text);
        return id;
    }

    private Task<List<DeliveryTask>> DoneAsync(long id) => RowsAsync(id, rows => rows.Count > 0 && rows.TrueForAll(d => d.Status >= DeliveryStatus.Sent));

    private Task<List<DeliveryTask>> RowsAsync(long id, Func<List<DeliveryTask>, bool> enough) => hub.Hub.UntilAsync(async () =>
    {
        await using var db = hub.Rows();
        var isOver = await db.Fanouts.AsNoTracking().AnyAsync(f => f.Id == id && f.FinishedAt != null);
        var rows = await db.Deliveries.AsNoTracking().Where(d => d.NotificationId == id).ToListAsync();
        return isOver && enough(rows) ? rows : null;
    });
}
