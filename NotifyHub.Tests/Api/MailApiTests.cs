using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Bounces, complaints and links to unsubscribe, over the whole app.</summary>
public sealed class MailApiTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private const string Dsn = """
        From: MAILER-DAEMON@mx.example.com
        Subject: Undelivered
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        It failed.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.com

        Final-Recipient: rfc822; {0}
        Action: {1}
        Status: {2}

        --b--
        """;

    private const string Arf = """
        From: fbl@mx.example.com
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="b"

        --b
        Content-Type: text/plain

        Abuse.
        --b
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: Test/1
        Version: 1
        Original-Rcpt-To: {0}

        --b--
        """;

    [Theory]
    [InlineData("failed", "5.1.1", 1)]
    [InlineData("delayed", "4.4.7", 0)]
    [InlineData("failed", "5.7.1", 0)]
    public async Task A_delivery_report_ends_an_address_only_when_the_mailbox_is_gone(string action, string status, int bounces)
    {
        var address = $"{Guid.NewGuid():n}@example.com";
        var user = await PersonAsync(address);
        var answer = await FeedbackAsync(new JsonObject { ["message"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, Dsn, address, action, status) });
        Assert.Equal((HttpStatusCode.OK, bounces, 1 - bounces), (answer.Status, answer.Json["bounces"]!.GetValue<int>(), answer.Json["ignored"]!.GetValue<int>()));
        Assert.Equal(bounces > 0 ? DeviceStatus.Retired : DeviceStatus.Active, (await MailAsync(user)).Status);
    }

    [Fact]
    public async Task A_complaint_ends_the_address_and_told_twice_it_is_one_row_which_can_be_taken_back()
    {
        var address = $"{Guid.NewGuid():n}@complains.example.com";
        var user = await PersonAsync(address);
        var report = new JsonObject { ["message"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, Arf, address) };
        Assert.Equal(1, (await FeedbackAsync(report)).Json["complaints"]!.GetValue<int>());
        await FeedbackAsync(report);
        var rows = (await hub.Client.ReadAsync("/v1/email/suppressions")).Json["items"]!.AsArray().Where(i => i!["domain"]!.GetValue<string>() == "complains.example.com").ToList();
        Assert.Equal("complaint", Assert.Single(rows)!["reason"]!.GetValue<string>());
        Assert.Equal((DeviceStatus.Retired, "complaint"), ((await MailAsync(user)).Status, (await MailAsync(user)).RetiredReason));
        Assert.Equal(HttpStatusCode.NoContent, (await hub.Client.CallAsync(HttpMethod.Delete, $"/v1/email/suppressions/{rows[0]!["id"]}")).Status);
        Assert.Equal(DeviceStatus.Active, (await MailAsync(user)).Status);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_place()
    {
        var answer = await FeedbackAsync(JsonNode.Parse("""{"events":[{"type":"odd","address":"nobody"}]}""")!.AsObject());
        Assert.Equal(["/events/0/address:bad_format", "/events/0/type:not_allowed"], answer.Faults.Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await FeedbackAsync([])).Status);
        Assert.Equal(0, (await FeedbackAsync(new JsonObject { ["message"] = "no mail at all" })).Json["bounces"]!.GetValue<int>());
    }

    [Fact]
    public async Task Looking_at_a_link_does_nothing_and_one_click_leaves_the_category_without_signing_in()
    {
        var user = await PersonAsync($"{Guid.NewGuid():n}@example.com");
        long person;
        await using (var db = hub.Rows())
        {
            person = await db.People.Where(p => p.UserId == user).Select(p => p.Id).SingleAsync();
        }
        var path = $"/unsubscribe/{hub.Hub.Services.GetRequiredService<UnsubscribeLinks>().Make(new UnsubscribeWish(hub.Hub.ProjectId, person, "deals"))}";
        using var stranger = hub.Hub.ClientFor(null);
        var shown = await stranger.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (shown.StatusCode, shown.Content.Headers.ContentType!.MediaType));
        Assert.Empty((await hub.Client.ReadAsync($"/v1/users/{user}/preferences")).Json["preferences"]!.AsArray());
        for (var i = 0; i < 2; i++)
        {
            using var click = new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded");
            Assert.Equal(HttpStatusCode.OK, (await stranger.PostAsync(path, click)).StatusCode);
        }
        await using var rows = hub.Rows();
        var record = Assert.Single(await rows.ConsentRecords.Where(c => c.SubjectId == user).ToListAsync());
        Assert.Equal(("deals", true, "one_click"), (record.Category, record.OptedOut, record.Source));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path + "x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(path + "x", null)).StatusCode);
    }

    private Task<ApiAnswer> FeedbackAsync(JsonObject body) => hub.Client.PostAsync("/v1/email/feedback", body);

    private async Task<string> PersonAsync(string address)
    {
        var user = $"mail-{Guid.NewGuid():n}";
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", new StringContent($$"""{"email":"{{address}}"}""", Encoding.UTF8, "application/json"));
        return user;
    }

    private async Task<Device> MailAsync(string user)
    {
        await using var db = hub.Rows();
        return await db.Devices.AsNoTracking().SingleAsync(d => d.UserId == user && d.Provider == ProviderKind.Email);
    }
}
