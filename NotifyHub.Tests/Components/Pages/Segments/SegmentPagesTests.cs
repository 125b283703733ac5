using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Segments;
using NotifyHub.Components.Pages.Segments;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Segments;

public sealed class SegmentPagesTests : PageTest
{
    private const string Pro = """{"all":[{"device":"platform","is":"ios"},{"any":[{"trait":"plan","in":["pro","7"]},{"not":{"any":[{"topic":"beta"},{"seen":"last","within":"30d"}]}}]}]}""";

    private Segment Row(string name, string expression) => new() { Id = Rows.NextId(), ProjectId = SendRows.Project, Name = name, Expression = expression, CreatedAt = Clock.GetUtcNow(), UpdatedAt = Clock.GetUtcNow() };

    [Fact]
    public void An_empty_project_is_taught_what_a_segment_is() =>
        Assert.Contains("/v1/segments", Render<SegmentsPage>().Find("pre").TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task The_list_says_each_in_words()
    {
        await Rows.AddAsync(Row("Pros", Pro));
        var row = Render<SegmentsPage>().Find("li.segment");
        Assert.Contains("Pros", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("platform is ios and (plan is one of pro, 7 or not (subscribes to beta or last seen within the last 30 d))", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_is_counted_in_a_time()
    {
        var page = Render<SegmentPage>();
        page.Find("[aria-label=About]").Change("Event");
        page.Find("[aria-label=Name]").Change("order_placed");
        page.Find("[aria-label=Comparison]").Change("Gte");
        page.Find("[aria-label=Value]").Change("3");
        page.Find("[aria-label='Within the last']").Change("30d");
        page.Find("#segment-name").Input("Regulars");
        page.WaitForAssertion(() => Assert.Equal("0", page.Find(".figure").TextContent.Trim()));
        page.FindAll("button").First(b => b.TextContent.Contains("Create segment", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.Contains("/segments/seg_", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Contains("did order_placed at least 3 times within the last 30 d", Render<SegmentsPage>().Find("li.segment").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_builder_counts_what_stands_there_and_names_some()
    {
        await Rows.DeviceAsync();
        await Rows.DeviceAsync(ProviderKind.Fcm, change: d => (d.Platform, d.UserId) = ("android", "bob"));
        await Rows.DeviceAsync(project: SendRows.OtherProject);
        var page = Render<SegmentPage>();
        Assert.Equal(["1", "0"], page.FindAll(".figure").Select(f => f.TextContent.Trim()));
        Assert.Contains("ada", page.Find(".sample").TextContent, StringComparison.Ordinal);

        page.Find("[aria-label=Value]").Change("android");
        page.WaitForAssertion(() => Assert.Contains("bob", page.Find(".sample").TextContent, StringComparison.Ordinal));

        page.FindAll("button").First(b => b.TextContent.Contains("Group", StringComparison.Ordinal)).Click();
        page.Find("[aria-label='How the conditions are joined']").Change("None");
        page.WaitForAssertion(() => Assert.Equal("1", page.Find(".figure").TextContent.Trim()));
    }

    [Fact]
    public async Task It_is_stored_and_opened_again_as_it_was_built()
    {
        var page = Render<SegmentPage>();
        page.Find("#segment-name").Input("iPhones");
        page.FindAll("button").First(b => b.TextContent.Contains("Create segment", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.Contains("/segments/seg_", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        var stored = await db.Segments.SingleAsync();
        Assert.Equal(("iPhones", """{"all":[{"device":"platform","is":"ios"}]}"""), (stored.Name, stored.Expression));

        var again = Render<SegmentPage>(p => p.Add(s => s.Id, RowId.Format(RowId.Segment, stored.Id)));
        Assert.Equal("ios", again.Find("[aria-label=Value]").GetAttribute("value"));
    }

    [Fact]
    public void What_is_not_finished_is_said_and_not_stored()
    {
        var page = Render<SegmentPage>();
        page.Find("[aria-label=About]").Change("Trait");
        page.WaitForAssertion(() => Assert.Contains("A trait's name", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.True(page.FindAll("button").First(b => b.TextContent.Contains("Create segment", StringComparison.Ordinal)).HasAttribute("disabled"));
    }

    [Fact]
    public void Another_project_s_segment_is_not_shown() =>
        Assert.Contains("There is no such segment", Render<SegmentPage>(p => p.Add(s => s.Id, "seg_0000000000001")).Markup, StringComparison.Ordinal);

    [Theory]
    [InlineData(Pro)]
    [InlineData("""{"any":[{"trait":"n","is":7},{"trait":"n","is":"7"},{"trait":"b","isNot":true},{"trait":"v","versionGte":"4.2"},{"user":"email","exists":false}]}""")]
    [InlineData("""{"any":[{"event":"order_placed"},{"event":"order_placed","gte":3,"within":"30d"},{"event":"crash","notWithin":"7d"},{"event":"crash","lt":1}]}""")]
    [InlineData("""{"not":{"any":[{"device":"model","prefix":"iPhone"}]}}""")]
    public void What_is_read_is_written_again(string expression) =>
        Assert.Equal(expression, SegmentJson.Write(SegmentJson.Read(expression)).ToJsonString().Replace(""","exists":true""", "", StringComparison.Ordinal));
}
