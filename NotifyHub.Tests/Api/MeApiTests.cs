using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>What a person wants, over the whole app: cells, quiet hours, mute, and what they do to what is sent.</summary>
public sealed class MeApiTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Fact]
    public async Task A_patch_changes_the_cells_that_it_names_and_a_reset_brings_the_defaults_back()
    {
        var me = await MeAsync();
        var before = Types((await me.Client.ReadAsync("/v1/me")).Json);
        Assert.True(before["job.completed"]!["email"]!.GetValue<bool>());
        Assert.Null(before["team.invitation"]);
        var after = Types((await PatchAsync(me, """{"types":{"job.completed":{"email":false},"issue.new":{"email":true}}}""")).Json);
        Assert.Equal((false, true, true), (after["job.completed"]!["email"]!.GetValue<bool>(), after["job.completed"]!["in_app"]!.GetValue<bool>(), after["issue.new"]!["email"]!.GetValue<bool>()));
        Assert.True(Types((await PatchAsync(me, """{"reset":["job.completed"]}""")).Json)["job.completed"]!["email"]!.GetValue<bool>());
        await using var db = hub.Rows();
        Assert.Equal("issue.new", (await db.Preferences.SingleAsync(p => p.PersonId == me.Person.Id)).Type);
    }

    [Theory]
    [InlineData("""{"types":{"no.such":{"email":true}}}""", "/preferences/notifications/types/no.such:not_allowed")]
    [InlineData("""{"reset":["no.such"]}""", "/preferences/notifications/reset/0:not_allowed")]
    [InlineData("""{"types":{"issue.new":{"pigeon":true}}}""", "/preferences/notifications/types/issue.new/pigeon:not_allowed")]
    [InlineData("""{"types":{"team.invitation":{"email":false}}}""", "/preferences/notifications/types/team.invitation:not_allowed")]
    [InlineData("""{"quietHours":{"start":"25:00","end":"7","timezone":"Mars","days":["someday"]}}""", "/preferences/notifications/quietHours/days/0:not_allowed,/preferences/notifications/quietHours/end:bad_format,/preferences/notifications/quietHours/start:bad_format,/preferences/notifications/quietHours/timezone:bad_format")]
    [InlineData("""{"quietHours":{"start":"07:00","end":"07:00","days":["monday"]}}""", "/preferences/notifications/quietHours/end:not_allowed")]
    [InlineData("""{"digest":{"cadence":"often","hour":3}}""", "/preferences/notifications/digest/cadence:not_allowed")]
    [InlineData("""{"digest":{"hour":24}}""", "/preferences/notifications/digest/hour:out_of_range")]
    public async Task What_is_wrong_is_told_and_nothing_is_changed(string change, string faults)
    {
        var me = await MeAsync();
        var answer = await me.Client.CallAsync(HttpMethod.Patch, "/v1/me", Body("{\"preferences\":{\"notifications\":" + change + "}}"));
        Assert.Equal((HttpStatusCode.BadRequest, faults), (answer.Status, string.Join(',', answer.Faults.Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task A_critical_type_is_not_turned_off()
    {
        await hub.Client.PostTextAsync("/v1/types", """{"key":"alarm.smoke","label":"Smoke","critical":true,"channels":{"in_app":true,"email":true}}""");
        var me = await MeAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await me.Client.CallAsync(HttpMethod.Patch, "/v1/me", Body("""{"preferences":{"notifications":{"types":{"alarm.smoke":{"email":false}}}}}"""))).Status);
    }

    [Fact]
    public async Task Quiet_hours_delay_to_their_end_and_what_cannot_wait_goes_out()
    {
        var me = await MeAsync();
        var now = DateTimeOffset.UtcNow;
        // From an hour ago for three: whatever the day.
        var quiet = $$$"""{"quietHours":{"start":"{{{now.AddHours(-1):HH:mm}}}","end":"{{{now.AddHours(2):HH:mm}}}","timezone":"UTC","days":["monday","tuesday","wednesday","thursday","friday","saturday","sunday"]}}""";
        await PatchAsync(me, quiet);
        var mail = await MailAsync(me, "job.completed", d => d.Status is DeliveryStatus.Delayed or DeliveryStatus.Sent);
        Assert.Equal((DeliveryStatus.Delayed, DeliveryReason.QuietHours), (mail.Status, mail.Reason));
        Assert.InRange((mail.DueAt - now).TotalMinutes, 118, 121);
        var why = await hub.Client.ReadAsync($"/v1/deliveries/{RowId.Format(RowId.Delivery, mail.Id)}/why");
        Assert.Equal("quietHours", why.Json["taken"]!["steps"]!.AsArray().Single(step => step!["verdict"]!.GetValue<string>() == "stopped")!["rule"]!.GetValue<string>());
        Assert.Equal(DeliveryStatus.Sent, (await MailAsync(me, "job.completed", d => d.Status >= DeliveryStatus.Sent, "critical")).Status);
        await PatchAsync(me, """{"quietHours":{"start":"22:00","end":"07:00","days":[]}}""");
        Assert.Null((await me.Client.ReadAsync("/v1/me")).Json["preferences"]!["notifications"]!["quietHours"]);
        Assert.Equal(DeliveryStatus.Sent, (await MailAsync(me, "job.completed", d => d.Status >= DeliveryStatus.Sent)).Status);
    }

    [Fact]
    public async Task Who_mutes_everything_gets_it_in_the_inbox_and_nowhere_else_until_they_unmute()
    {
        var me = await MeAsync();
        Assert.True((await PatchAsync(me, """{"muteAll":true}""")).Json["preferences"]!["notifications"]!["muteAll"]!.GetValue<bool>());
        var mail = await MailAsync(me, "job.completed", d => d.Status >= DeliveryStatus.Sent);
        Assert.Equal((DeliveryStatus.Suppressed, DeliveryReason.MutedByPerson), (mail.Status, mail.Reason));
        Assert.Equal(1, (await me.Client.ReadAsync("/v1/inbox/unread-count")).Json["unread"]!.GetValue<int>());
        Assert.False((await PatchAsync(me, """{"muteAll":false}""")).Json["preferences"]!["notifications"]!["muteAll"]!.GetValue<bool>());
        Assert.Equal(DeliveryStatus.Sent, (await MailAsync(me, "job.completed", d => d.Status >= DeliveryStatus.Sent)).Status);
    }

    private sealed record Reader(Person Person, HttpClient Client);

    private static JsonNode Types(JsonObject me) => me["preferences"]!["notifications"]!["types"]!;

    private static StringContent Body(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static async Task<ApiAnswer> PatchAsync(Reader me, string change)
    {
        var answer = await me.Client.CallAsync(HttpMethod.Patch, "/v1/me", Body("{\"preferences\":{\"notifications\":" + change + "}}"));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer;
    }

    private async Task<Reader> MeAsync()
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", Body("{\"email\":\"" + user + "@example.com\"}"));
        var token = (await hub.Client.PostAsync("/v1/user-tokens", new JsonObject { ["userId"] = user })).Json["token"]!.GetValue<string>();
        await using var db = hub.Rows();
        return new Reader(await db.People.AsNoTracking().SingleAsync(p => p.UserId == user), hub.Hub.ClientFor(token));
    }

    private async Task<DeliveryTask> MailAsync(Reader me, string type, Func<DeliveryTask, bool> enough, string? priority = null)
    {
        var answer = await hub.Client.PostAsync("/v1/notifications", new JsonObject { ["type"] = type, ["to"] = new JsonObject { ["user"] = me.Person.UserId }, ["content"] = new JsonObject { ["title"] = "x" }, ["priority"] = priority });
        Assert.True(RowId.TryParse(RowId.Notification, answer.Json["notificationId"]!.GetValue<string>(), out var id), answer.Text);
        return await hub.Hub.UntilAsync(async () =>
        {
            await using var db = hub.Rows();
            return await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.NotificationId == id && d.Provider == ProviderKind.Email) is { } mail && enough(mail) ? mail : null;
        });
    }
}
