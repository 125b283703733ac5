using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.DeadLetters;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Components.Pages.DeadLetters;

public sealed class DeadLettersPageTests : PageTest
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Without_letters_it_says_when_there_would_be_some() =>
        Assert.Contains("No dead letters", Open().Markup, StringComparison.Ordinal);

    [Fact]
    public async Task Reasons_are_counted_in_words_with_what_to_do_and_filter_the_list()
    {
        await DeadAsync(DeliveryReason.ContentBad);
        await DeadAsync(DeliveryReason.ContentBad);
        await DeadAsync(DeliveryReason.TokenDead);
        var page = Open();

        var first = page.Find(".groups li");
        Assert.StartsWith("2", first.QuerySelector(".number")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("refused the message itself", first.TextContent, StringComparison.Ordinal);
        Assert.Contains("mend what makes it", first.TextContent, StringComparison.Ordinal);

        Navigation.NavigateTo(first.QuerySelector("a")!.GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public async Task A_chosen_letter_is_replayed_at_the_rate_and_leaves_the_list()
    {
        var letter = await DeadAsync();
        var page = Open();
        page.Find("tbody input[type=checkbox]").Change(true);
        Button(page, "Replay…").Click();
        page.Find("#rate").Change("1");
        Button(page, "Replay 1 letter").Click();

        page.WaitForAssertion(() => Assert.Contains("No dead letters", page.Markup, StringComparison.Ordinal));
        var row = await ReadAsync(letter.Id);
        Assert.Equal((DeliveryStatus.Queued, 1, 0), (row.Status, row.Replays, row.Attempts));
        Assert.Contains("Replayed 1 letter", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_discard_can_be_taken_back()
    {
        var letter = await DeadAsync();
        var page = Open();
        page.Find("tbody input[type=checkbox]").Change(true);
        Button(page, "Discard…").Click();
        Button(page, "Discard 1 letter").Click();
        page.WaitForAssertion(() => Assert.Contains("Discarded 1 letter", page.Markup, StringComparison.Ordinal));
        Assert.NotNull((await ReadAsync(letter.Id)).DiscardedAt);

        Navigation.NavigateTo("/dead-letters?show=discarded");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        page.Find("tbody input[type=checkbox]").Change(true);
        await Button(page, "Restore").ClickAsync(new Microsoft.AspNetCore.Components.Web.MouseEventArgs()).WaitAsync(TimeSpan.FromSeconds(5));

        page.WaitForAssertion(() => Assert.Contains("Nothing was discarded", page.Markup, StringComparison.Ordinal));
        Assert.Null((await ReadAsync(letter.Id)).DiscardedAt);
    }

    [Fact]
    public async Task What_was_taken_back_offers_no_undo_any_more()
    {
        await DeadAsync();
        var page = Open();
        page.Find("tbody input[type=checkbox]").Change(true);
        Button(page, "Discard…").Click();
        Button(page, "Discard 1 letter").Click();
        page.WaitForAssertion(() => Button(page, "Undo"));
        await Button(page, "Undo").ClickAsync(new Microsoft.AspNetCore.Components.Web.MouseEventArgs()).WaitAsync(TimeSpan.FromSeconds(5));

        // The worker, which this page lacks, does the rest.
        page.WaitForAssertion(() => Assert.Contains("Restoring 1 letter", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Undo");
    }

    [Fact]
    public async Task Many_want_their_number_typed_and_all_that_match_can_be_chosen()
    {
        for (var i = 0; i < 101; i++)
        {
            await DeadAsync(i == 0 ? DeliveryReason.Poison : DeliveryReason.RetriesExhausted);
        }
        var page = Open();
        page.Find("thead input[type=checkbox]").Change(true);
        page.WaitForAssertion(() => Button(page, "Choose all 101 that match"));
        Button(page, "Choose all 101 that match").Click();
        Button(page, "Replay…").Click();

        Assert.Contains("Also those that crashed the process", page.Markup, StringComparison.Ordinal);
        Assert.True(Button(page, "Replay 101 letters").HasAttribute("disabled"));
        page.Find("#typed").Input("101");
        Button(page, "Replay 101 letters").Click();

        page.WaitForAssertion(() => Assert.Contains("Replaying 101 letters", page.Markup, StringComparison.Ordinal));
        await using var db = Store.Contexts.Open(ProjectScope.Of(NotifyHub.Tests.Insights.SendRows.Project));
        var run = await db.DeadLetterRuns.SingleAsync();
        Assert.Equal((101, 10.0), (run.Chosen, run.MaxPerSecond));
    }

    [Fact]
    public async Task A_viewer_sees_and_can_t_act_not_even_by_a_click_that_was_drawn_before()
    {
        await DeadAsync();
        var page = Open();
        page.Find("tbody input[type=checkbox]").Change(true);
        Button(page, "Replay…").Click();
        Member.Role = ProjectRole.Viewer;
        Button(page, "Replay 1 letter").Click();
        await using var db = Store.Contexts.Open(ProjectScope.Of(NotifyHub.Tests.Insights.SendRows.Project));
        Assert.Empty(await db.DeadLetterRuns.ToListAsync());

        Assert.Empty(Open().FindAll("input[type=checkbox]"));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<DeadLettersPage> page, string words) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == words);

    private Task<DeliveryTask> DeadAsync(DeliveryReason reason = DeliveryReason.RetriesExhausted) => DeadAsync(reason, d => d.Error = "Unregistered");

    private async Task<DeliveryTask> DeadAsync(DeliveryReason reason, Action<DeliveryTask> change) => await Rows.SendAsync(await Rows.DeviceAsync(), d =>
    {
        (d.Status, d.Reason, d.SentAt, d.Outcome) = (DeliveryStatus.Failed, reason, null, "Retry");
        change(d);
    });

    private async Task<DeliveryTask> ReadAsync(long id)
    {
        await using var db = Store.Contexts.Open(ProjectScope.Of(NotifyHub.Tests.Insights.SendRows.Project));
        return await db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == id);
    }

    private IRenderedComponent<DeadLettersPage> Open()
    {
        Navigation.NavigateTo("/dead-letters");
        return Render<DeadLettersPage>();
    }
}
