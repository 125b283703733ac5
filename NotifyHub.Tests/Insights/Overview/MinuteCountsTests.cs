using NotifyHub.Data.Rows;
using NotifyHub.Insights.Overview;

namespace NotifyHub.Tests.Insights.Overview;

public sealed class MinuteCountsTests : InsightsTest
{
    [Fact]
    public async Task Answers_are_counted_by_minute_and_provider()
    {
        var counts = new MinuteCounts(Store.Engine, Clock);
        var minute = Clock.GetUtcNow();
        var apns = await Rows.SendAsync(await Rows.DeviceAsync());
        var web = await Rows.SendAsync(await Rows.DeviceAsync(ProviderKind.WebPush));
        var foreign = await Rows.SendAsync(await Rows.DeviceAsync(project: SendRows.OtherProject));
        await Rows.AttemptAsync(apns, nameof(OutcomeKind.Accepted));
        await Rows.AttemptAsync(apns, nameof(OutcomeKind.Retry), 2);
        await Rows.AttemptAsync(web, nameof(OutcomeKind.TokenDead));
        await Rows.AttemptAsync(foreign, nameof(OutcomeKind.Accepted));

        var read = await counts.LastAsync(SendRows.Project, 60);

        Assert.Equal([new MinuteCount(minute, ProviderKind.Apns, 1, 0, 1), new MinuteCount(minute, ProviderKind.WebPush, 0, 1, 0)], read.OrderBy(c => c.Provider));
    }

    [Fact]
    public async Task The_running_minute_grows_and_an_old_one_is_left_behind()
    {
        var counts = new MinuteCounts(Store.Engine, Clock);
        var send = await Rows.SendAsync(await Rows.DeviceAsync());
        await Rows.AttemptAsync(send, nameof(OutcomeKind.Accepted));
        Assert.Equal(1, (await counts.LastAsync(SendRows.Project, 60)).Sum(c => c.Accepted));

        await Rows.AttemptAsync(send, nameof(OutcomeKind.Accepted), 2);
        Assert.Equal(2, (await counts.LastAsync(SendRows.Project, 60)).Sum(c => c.Accepted));

        Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Empty(await counts.LastAsync(SendRows.Project, 60));
    }
}
