using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.People;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.People;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.People;

public sealed class PeoplePageTests : PageTest
{
    [Fact]
    public void An_empty_project_is_taught_how_a_backend_tells_of_its_users() =>
        Assert.Contains("/v1/users/customer-7", OpenList().Find("pre").TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task A_row_tells_name_id_mail_devices_and_opt_outs()
    {
        await PersonAsync("ada", "Ada Lovelace");
        await Rows.DeviceAsync();
        await OutAsync("ada", "deals");

        var row = OpenList().Find("tbody tr");

        foreach (var text in new[] { "Ada Lovelace", "ada", "ada@example.com", "1 device", "1 category" })
        {
            Assert.Contains(text, row.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_search_goes_into_the_address_and_narrows_the_list()
    {
        await PersonAsync("ada", "Ada Lovelace");
        await PersonAsync("ben", "Ben");
        var page = OpenList();

        page.Find("input[type=search]").Change("love");

        Assert.EndsWith("/people?q=love", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("Ada", Assert.Single(page.FindAll("tbody tr")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_shows_devices_preferences_records_topics_and_what_was_sent()
    {
        var person = await PersonAsync("ada", "Ada Lovelace");
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device);
        await OutAsync("ada", "deals");
        var topic = new Topic { Id = Rows.NextId(), ProjectId = SendRows.Project, Name = "news", CreatedAt = Clock.GetUtcNow() };
        await Rows.AddAsync(topic, new TopicSubscription { TopicId = topic.Id, Kind = SubscriberKind.Person, SubscriberId = person.Id, ProjectId = SendRows.Project, CreatedAt = Clock.GetUtcNow() });

        var page = Open(person.Id);

        Assert.Equal("Ada Lovelace", page.Find("h1").TextContent);
        foreach (var text in new[] { "ada@example.com", "iPhone 17", "deals", "news", "Your order shipped", "\"plan\": \"pro\"" })
        {
            Assert.Contains(text, page.Find(".stack").TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_shows_what_they_are_reminded_of_the_most_urgent_first()
    {
        var person = await PersonAsync("ada", "Ada Lovelace");
        Assert.Contains("/v1/users/ada/reminders/{key}", Open(person.Id).Find("section[aria-labelledby=person-reminders]").TextContent, StringComparison.Ordinal);
        var now = Clock.GetUtcNow();
        for (var day = 7; day >= 1; day--)
        {
            var late = day == 1;
            await Rows.AddAsync(new Reminder
            {
                Id = Rows.NextId(), ProjectId = SendRows.Project, PersonId = person.Id, Key = $"t{day}", Title = $"Task {day}", DueAt = now.AddDays(late ? -1 : day), FirstDueAt = now, Recurrence = late ? "weekly" : null,
                NextAt = now.AddDays(1), NextTier = 1, Told = late ? 3 : 0, DoneAt = day == 7 ? now : null, CreatedAt = now, UpdatedAt = now,
            });
        }

        var card = Open(person.Id).Find("section[aria-labelledby=person-reminders]");

        Assert.Equal(["Task 1", "Task 2", "Task 3", "Task 4", "Task 5"], card.QuerySelectorAll("li strong").Select(title => title.TextContent));
        foreach (var text in new[] { "6 open", "weekly", "Overdue since", "said 3 times", "not said yet", "and 1 more" })
        {
            Assert.Contains(text, card.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_admin_sees_what_their_next_digest_would_say_and_nobody_else_does()
    {
        var person = await PersonAsync("ada", "Ada Lovelace");
        await Rows.AddAsync(new Project { Id = SendRows.Project, Name = "Acme Shop", TimeZone = "UTC", CreatedAt = Clock.GetUtcNow() });
        Assert.Contains("They get none", Digest(Open(person.Id))!.TextContent, StringComparison.Ordinal);
        await Rows.AddAsync(new PersonSettings { PersonId = person.Id, ProjectId = SendRows.Project, DigestCadence = DigestCadence.Daily, DigestHour = 8, UpdatedAt = Clock.GetUtcNow() });
        Assert.Contains("an empty one is not sent", Digest(Open(person.Id))!.TextContent, StringComparison.Ordinal);
        var id = HubIds.FloorAt(Clock.GetUtcNow()) + 1;
        await Rows.AddAsync(
            new Notification { Id = id, ProjectId = SendRows.Project, Payload = "{}", Title = "The disk is full", Target = "{}", Type = "issue.new", CreatedAt = Clock.GetUtcNow() },
            new InboxItem { Id = id, ProjectId = SendRows.Project, PersonId = person.Id, NotificationId = id, Type = "issue.new", Position = id, Changed = id, CreatedAt = Clock.GetUtcNow() });

        foreach (var text in new[] { "every day, as they chose", "Their next:", "1 unread notification", "The disk is full" })
        {
            Assert.Contains(text, Digest(Open(person.Id))!.TextContent, StringComparison.Ordinal);
        }
        Member.Role = ProjectRole.Operator;
        Assert.Null(Digest(Open(person.Id)));

        static AngleSharp.Dom.IElement? Digest(IRenderedComponent<PersonPage> page) => page.FindAll("section[aria-labelledby=person-digest]").SingleOrDefault();
    }

    [Fact]
    public async Task An_opt_out_by_an_operator_is_a_record_of_its_own()
    {
        var page = Open((await PersonAsync("ada", null)).Id);

        page.Find("#consent-category").Change("deals");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Out", page.Find(".standing").TextContent, StringComparison.Ordinal));
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        var record = await db.ConsentRecords.SingleAsync();
        Assert.Equal(("deals", true, "dashboard", "ada"), (record.Category, record.OptedOut, record.Source, record.SubjectId));
        Assert.NotNull(record.Actor);
    }

    [Fact]
    public async Task Erasing_wants_the_user_id_typed_and_then_the_person_is_gone()
    {
        var person = await PersonAsync("ada", null);
        var page = Open(person.Id);

        page.FindAll("button").Single(button => button.TextContent == "Erase…").Click();
        Assert.True(page.FindAll("button").Single(button => button.TextContent == "Erase this person").HasAttribute("disabled"));
        page.Find("#erase-typed").Input("ada");
        page.FindAll("button").Single(button => button.TextContent == "Erase this person").Click();

        page.WaitForAssertion(() => Assert.Contains("There is no such person", page.Markup, StringComparison.Ordinal));
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal(0, await db.People.CountAsync());
    }

    [Fact]
    public async Task Another_project_s_person_is_not_shown()
    {
        var foreign = await PersonAsync("ada", null, SendRows.OtherProject);

        Assert.Contains("There is no such person", Open(foreign.Id).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_survives_the_address()
    {
        var address = new PeopleAddress { Filter = new PersonFilter { Text = "x&y" }, Cursor = new ListCursor(After: 9) };

        Assert.Equal(address, PeopleAddress.Parse(new Uri("http://h" + address.Href()).Query));
    }

    private async Task<Person> PersonAsync(string user, string? name, long project = SendRows.Project)
    {
        var now = Clock.GetUtcNow();
        var person = new Person { Id = Rows.NextId(), ProjectId = project, UserId = user, Name = name, Email = $"{user}@example.com", Traits = """{"plan":"pro"}""", CreatedAt = now, UpdatedAt = now };
        await Rows.AddAsync(person);
        return person;
    }

    private Task OutAsync(string user, string category) => Rows.AddAsync(
        new OptOut { Id = Rows.NextId(), ProjectId = SendRows.Project, Subject = ConsentSubject.User, SubjectId = user, Category = category, OptedOut = true, Source = "api", UpdatedAt = Clock.GetUtcNow() },
        new ConsentRecord { Id = Rows.NextId(), ProjectId = SendRows.Project, Subject = ConsentSubject.User, SubjectId = user, Category = category, OptedOut = true, Source = "api", At = Clock.GetUtcNow() });

    private IRenderedComponent<PersonPage> Open(long id) => Render<PersonPage>(page => page.Add(p => p.Id, RowId.Format(RowId.Person, id)));

    private IRenderedComponent<PeoplePage> OpenList()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/people");
        return Render<PeoplePage>();
    }
}
