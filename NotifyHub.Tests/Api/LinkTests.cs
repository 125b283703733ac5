using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.People;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Links that act without signing in, over the whole app: one type by one click, and the whole matrix by a form.</summary>
public sealed class LinkTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private UnsubscribeLinks Unsubscribing => hub.Hub.Services.GetRequiredService<UnsubscribeLinks>();

    private PreferenceLinks Preferring => hub.Hub.Services.GetRequiredService<PreferenceLinks>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_click_turns_one_type_off_on_mail_and_a_look_does_not(bool isMember)
    {
        var person = isMember ? await MemberAsync() : await PersonAsync();
        var path = "/unsubscribe/" + Unsubscribing.Make(new UnsubscribeWish(hub.Hub.ProjectId, person.Id, "job.completed", IsType: true));
        using var stranger = hub.Hub.ClientFor(null);
        var page = await stranger.GetStringAsync(path);
        Assert.Contains("mails of <strong>Job finished</strong>", page, StringComparison.Ordinal);
        Assert.Empty(await CellsAsync(person));
        for (var i = 0; i < 2; i++)
        {
            using var click = new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded");
            Assert.Equal(HttpStatusCode.OK, (await stranger.PostAsync(path, click)).StatusCode);
        }
        Assert.Equal(("job.completed", ChannelKind.Email, false), Assert.Single(await CellsAsync(person)));
        var record = Assert.Single(await RecordsAsync(person));
        Assert.Equal(("job.completed/email", true, "one_click"), (record.Category, record.OptedOut, record.Source));
        Assert.NotNull(record.Ip);

        // Beside the button there is the way to everything else.
        using var form = new FormClient(hub.Hub.Url);
        Assert.Contains("What you get", await form.Http.GetStringAsync("/preferences/" + TokenOf(page)), StringComparison.Ordinal);
        // The next of this type says so, and others come.
        Assert.Equal("in_app send, email suppress", await PlanAsync(person, "job.completed"));
        Assert.Equal("in_app send, email send", await PlanAsync(person, "feedback.new"));
    }

    [Fact]
    public async Task What_was_made_critical_meanwhile_stays_and_the_page_says_so()
    {
        await hub.Client.PostTextAsync("/v1/types", """{"key":"alarm.fire","label":"Fire","critical":true,"channels":{"in_app":true,"email":true}}""");
        var person = await PersonAsync();
        using var stranger = hub.Hub.ClientFor(null);
        var answer = await stranger.PostAsync("/unsubscribe/" + Unsubscribing.Make(new UnsubscribeWish(hub.Hub.ProjectId, person.Id, "alarm.fire", IsType: true)), null);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("critical", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await CellsAsync(person));
    }

    [Fact]
    public async Task The_matrix_is_shown_and_saved_without_signing_in_and_only_what_was_changed_is_written()
    {
        var person = await PersonAsync();
        var path = Choices(person);
        using var reader = new FormClient(hub.Hub.Url);
        var form = await reader.ReadFormAsync(path);
        Assert.Empty(await CellsAsync(person));
        // Another tab was there in between; an old page must not undo it.
        await reader.PostAsync(path, new Dictionary<string, string> { ["deed"] = "no_mail" });
        var cells = await CellsAsync(person);
        Assert.NotEmpty(cells);
        Assert.All(cells, cell => Assert.Equal((ChannelKind.Email, false), (cell.Channel, cell.IsOn)));

        var on = form["was"].Split(' ').Where(cell => cell != "issue.new/in_app").Append("issue.new/slack").Append("no.such/email");
        var saved = await reader.Http.PostAsync(path, new FormUrlEncodedContent([.. form.Select(field => field), .. on.Select(cell => KeyValuePair.Create("on", cell))]));
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Contains("Saved.", await saved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var after = await CellsAsync(person);
        Assert.Equal([("issue.new", ChannelKind.InApp, false), ("issue.new", ChannelKind.Slack, true)], after.Except(cells).OrderBy(cell => cell.Channel));
        Assert.All(after.Where(cell => cell.Channel == ChannelKind.Email), cell => Assert.False(cell.IsOn));
        Assert.Equal("preference_link", (await RecordsAsync(person)).Select(record => record.Source).Distinct().Single());
    }

    [Fact]
    public async Task A_form_without_its_token_is_shown_anew_and_changes_nothing()
    {
        var person = await PersonAsync();
        using var reader = new FormClient(hub.Hub.Url);
        using var forged = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "preferences", ["deed"] = "no_mail" });
        Assert.Equal(HttpStatusCode.Redirect, (await reader.Http.PostAsync(Choices(person), forged)).StatusCode);
        Assert.Empty(await CellsAsync(person));
    }

    [Fact]
    public async Task A_link_that_is_changed_over_or_for_another_opens_nothing()
    {
        var (ada, grace) = (await PersonAsync(), await PersonAsync());
        var (own, foreign) = (Preferring.Make(Holder(ada), PreferenceLinks.OnPage), Preferring.Make(Holder(grace), PreferenceLinks.OnPage));
        var elsewhere = Preferring.Make(new PreferenceHolder(hub.Other.Id, ada.Id), PreferenceLinks.OnPage);
        var unsubscribe = Unsubscribing.Make(new UnsubscribeWish(hub.Hub.ProjectId, ada.Id, "", IsType: true));
        using var reader = new FormClient(hub.Hub.Url);
        foreach (var bad in new[]
        {
            own + "x", own[..^3], "x", foreign.Split('.')[0] + "." + own.Split('.')[1], Preferring.Make(Holder(ada), TimeSpan.FromSeconds(-1)),
            // Signed, but the person is not one of that project; signed for something else.
            elsewhere, unsubscribe,
        })
        {
            var answer = await reader.Http.GetAsync("/preferences/" + bad);
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            Assert.True((await answer.Content.ReadAsStringAsync()).Contains("This link does not work", StringComparison.Ordinal), bad + "\n" + answer);
            // With a good token of the form, from a page that was good.
            var form = await reader.ReadFormAsync("/preferences/" + own);
            form["deed"] = "no_mail";
            Assert.Equal(HttpStatusCode.Gone, (await reader.Http.PostAsync("/preferences/" + bad, new FormUrlEncodedContent(form))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await reader.Http.PostAsync("/unsubscribe/" + (bad == unsubscribe ? own : bad), null)).StatusCode);
        }
        Assert.Empty(await CellsAsync(ada));
        Assert.Empty(await CellsAsync(grace));
    }

    private static string TokenOf(string page) => Regex.Match(page, "href=\"../preferences/([^\"]+)\"").Groups[1].Value;

    private PreferenceHolder Holder(Person person) => new(hub.Hub.ProjectId, person.Id);

    private string Choices(Person person) => "/preferences/" + Preferring.Make(Holder(person), PreferenceLinks.InMail);

    private async Task<Person> PersonAsync()
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", new StringContent("{\"email\":\"" + user + "@example.com\"}", Encoding.UTF8, "application/json"));
        await using var db = hub.Rows();
        return await db.People.AsNoTracking().SingleAsync(p => p.UserId == user);
    }

    private async Task<Person> MemberAsync()
    {
        await using var member = await TestMember.JoinAsync(hub.Hub, ProjectRole.Viewer);
        var caller = await hub.Hub.Services.GetRequiredService<MemberPeople>().OfAsync(await member.Current.RequireAsync(ProjectRole.Viewer));
        await using var db = hub.Rows();
        return await db.People.AsNoTracking().SingleAsync(p => p.Id == caller.PersonId);
    }

    private async Task<List<(string Type, ChannelKind Channel, bool IsOn)>> CellsAsync(Person person)
    {
        await using var db = hub.Rows();
        return [.. (await db.Preferences.Where(p => p.PersonId == person.Id).ToListAsync()).Select(p => (p.Type, p.Channel, p.IsOn))];
    }

    private async Task<List<ConsentRecord>> RecordsAsync(Person person)
    {
        await using var db = hub.Rows();
        return await db.ConsentRecords.Where(c => c.SubjectId == person.UserId).ToListAsync();
    }

    // Inbox and mail of a person, as a dry run tells them.
    private async Task<string> PlanAsync(Person person, string type)
    {
        var answer = await hub.Client.PostAsync("/v1/notifications", new JsonObject { ["type"] = type, ["to"] = new JsonObject { ["user"] = person.UserId }, ["content"] = new JsonObject { ["title"] = "x" }, ["dryRun"] = true });
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return string.Join(", ", answer.Json["people"]![0]!["channels"]!.AsArray().Where(channel => channel!["channel"]!.GetValue<string>() is "in_app" or "email")
            .Select(channel => $"{channel!["channel"]} {channel["devices"]![0]!["trace"]!["decision"]}"));
    }
}
