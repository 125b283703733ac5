using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Topics;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Topics;

public sealed class TopicsPageTests : PageTest
{
    [Fact]
    public void An_empty_project_is_taught_how_one_subscribes() =>
        Assert.Contains("/v1/topics/news/subscriptions", OpenList().Find("pre").TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task A_row_tells_name_and_counts_and_a_search_narrows()
    {
        await TopicAsync("news", devices: 2, people: 1);
        await TopicAsync("sports", devices: 1, people: 0);
        var page = OpenList();
        Assert.Equal(2, page.FindAll("tbody tr").Count);

        page.Find("input[type=search]").Change("new");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Contains("2 devices", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 person", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_shows_the_larger_part_of_the_subscribers_and_the_other_by_its_address()
    {
        var topic = await TopicAsync("news", devices: 2, people: 1);
        var page = Open(topic);
        Assert.Equal(2, page.FindAll("tbody tr").Count);
        Assert.Contains("iPhone 17", page.Find("tbody tr").TextContent, StringComparison.Ordinal);

        Services.GetRequiredService<NavigationManager>().NavigateTo($"/topics/{RowId.Format(RowId.Topic, topic)}?of=people");

        page.WaitForAssertion(() => Assert.Contains("Person 0", Assert.Single(page.FindAll("tbody tr")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_project_s_topic_is_not_shown()
    {
        var foreign = new Topic { Id = Rows.NextId(), ProjectId = SendRows.OtherProject, Name = "news", CreatedAt = Clock.GetUtcNow() };
        await Rows.AddAsync(foreign);

        Assert.Contains("There is no such topic", Open(foreign.Id).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_survives_the_address()
    {
        var address = new TopicsAddress("x&y", new ListCursor(Before: 9));

        Assert.Equal(address, TopicsAddress.Parse(new Uri("http://h" + address.Href()).Query));
    }

    private async Task<long> TopicAsync(string name, int devices, int people)
    {
        var now = Clock.GetUtcNow();
        var topic = new Topic { Id = Rows.NextId(), ProjectId = SendRows.Project, Name = name, CreatedAt = now };
        await Rows.AddAsync(topic);
        for (var i = 0; i < devices; i++)
        {
            var device = await Rows.DeviceAsync();
            await Rows.AddAsync(new TopicSubscription { TopicId = topic.Id, Kind = SubscriberKind.Device, SubscriberId = device.Id, ProjectId = SendRows.Project, CreatedAt = now });
        }
        for (var i = 0; i < people; i++)
        {
            var person = new Person { Id = Rows.NextId(), ProjectId = SendRows.Project, UserId = $"{name}-{i}", Name = $"Person {i}", CreatedAt = now, UpdatedAt = now };
            await Rows.AddAsync(person, new TopicSubscription { TopicId = topic.Id, Kind = SubscriberKind.Person, SubscriberId = person.Id, ProjectId = SendRows.Project, CreatedAt = now });
        }
        return topic.Id;
    }

    private IRenderedComponent<TopicPage> Open(long id)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/topics/{RowId.Format(RowId.Topic, id)}");
        return Render<TopicPage>(page => page.Add(p => p.Id, RowId.Format(RowId.Topic, id)));
    }

    private IRenderedComponent<TopicsPage> OpenList()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/topics");
        return Render<TopicsPage>();
    }
}
