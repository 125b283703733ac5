using NotifyHub.Audience.Inbox;
using NotifyHub.Components.Pages.Inbox;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Components.Pages.Inbox;

public sealed class InboxAddressTests
{
    // Eleven at night of the tenth in UTC: in Zurich the eleventh has begun.
    private static readonly DateTimeOffset Now = new(2026, 6, 10, 23, 0, 0, TimeSpan.Zero);
    private static readonly ViewerZone Zurich = ViewerZone.Find("Europe/Zurich");
    private static readonly DateOnly Today = new(2026, 6, 11);

    [Fact]
    public void What_is_looked_for_survives_the_address()
    {
        foreach (var address in new[]
        {
            new InboxAddress(), new InboxAddress(InboxState.Archived, "issue.new", "x&y", 7), new InboxAddress(InboxState.All, From: new(2026, 6, 1), Until: Today, Item: 9), new InboxAddress(Until: Today),
        })
        {
            Assert.Equal(address, InboxAddress.Parse(new Uri("http://h" + address.Href()).Query));
        }
    }

    [Theory]
    [InlineData("?days=0&from=yesterday&until=2026-6-1&tab=odd&item=x")]
    [InlineData("?from=0001-01-01&until=9999-12-31&days=9999")]
    [InlineData("?from=&until=&q=%20")]
    public void What_can_t_be_read_is_left_out(string query) => Assert.Equal(new InboxAddress(), InboxAddress.Parse(query));

    [Fact]
    public void Days_of_one_s_own_stand_in_place_of_a_span() =>
        Assert.Equal(new InboxAddress(From: new(2026, 6, 1)), InboxAddress.Parse("?days=7&from=2026-06-01"));

    [Fact]
    public void Days_begin_and_end_by_the_viewer_s_clock_and_the_last_belongs_to_them()
    {
        var filter = new InboxAddress(From: new(2026, 6, 10), Until: Today).Filter(Now, Zurich);
        Assert.Equal((At("2026-06-09T22:00:00Z"), At("2026-06-11T22:00:00Z")), (filter.From, filter.To));
        Assert.Equal(At("2026-06-03T22:00:00Z"), new InboxAddress(Days: 7).Filter(Now, Zurich).From);
        Assert.Null(new InboxAddress().Filter(Now, Zurich).From);
        // The day on which the clocks change is an hour shorter.
        var spring = new InboxAddress(From: new(2026, 3, 29), Until: new(2026, 3, 29)).Filter(Now, Zurich);
        Assert.Equal(TimeSpan.FromHours(23), spring.To - spring.From);
    }

    [Fact]
    public void A_choice_of_time_takes_the_place_of_the_one_before()
    {
        var own = new InboxAddress(Type: "issue.new", Days: 7).With(InboxAddress.OwnDays, Today);
        Assert.Equal(new InboxAddress(Type: "issue.new", From: new(2026, 6, 4), Until: Today), own);
        Assert.Equal((InboxAddress.OwnDays, true), (own.Span, own.IsFiltered));
        Assert.Equal(new InboxAddress(Type: "issue.new", Days: 30), own.With("30", Today));
        Assert.Equal(new InboxAddress(Type: "issue.new"), own.With(null, Today));
        Assert.False(new InboxAddress(InboxState.Archived, Item: 7).IsFiltered);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
