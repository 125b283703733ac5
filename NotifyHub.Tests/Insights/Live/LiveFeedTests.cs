using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using NotifyHub.Data;
using NotifyHub.Insights.Live;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Insights.Live;

public sealed class LiveFeedTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ChangeFeed _changes = new();
    private readonly ManualTime _clock = new();
    private readonly Channel<int> _told = Channel.CreateUnbounded<int>();
    private readonly LiveFeed _feed;
    private int _count;

    public LiveFeedTests() => _feed = new LiveFeed(_changes, _clock, NullLogger<LiveFeed>.Instance);

    public void Dispose() => _feed.Dispose();

    [Fact]
    public void No_two_kinds_of_change_share_a_bit()
    {
        Assert.Equal(Enum.GetNames<LiveTopics>().Length, Enum.GetValues<LiveTopics>().Distinct().Count());
        Assert.Equal(Enum.GetNames<HubTables>().Length, Enum.GetValues<HubTables>().Distinct().Count());
    }

    [Fact]
    public async Task A_change_of_the_project_is_told_and_others_are_not()
    {
        using var page = Follow(LiveTopics.Sends);
        _changes.Raise(new HubChange(8, HubTables.Deliveries));
        _changes.Raise(new HubChange(7, HubTables.Keys));
        _changes.Raise(new HubChange(7, HubTables.Interactions));

        Assert.Equal(1, await NextAsync());
        await AssertQuietAsync();
    }

    [Fact]
    public async Task A_change_of_several_projects_is_told_to_all()
    {
        using var page = Follow(LiveTopics.Devices);
        _changes.Raise(new HubChange(0, HubTables.Devices | HubTables.Keys));

        Assert.Equal(1, await NextAsync());
    }

    [Fact]
    public async Task A_storm_of_changes_is_told_once_a_pause()
    {
        using var page = Follow(LiveTopics.Sends);
        _changes.Raise(new HubChange(7, HubTables.Deliveries));
        Assert.Equal(1, await NextAsync());
        for (var i = 0; i < 1000; i++)
        {
            _changes.Raise(new HubChange(7, HubTables.Deliveries));
        }
        await AssertQuietAsync();

        await PauseAsync();

        Assert.Equal(2, await NextAsync());
        await AssertQuietAsync();
    }

    [Fact]
    public async Task A_page_that_let_go_hears_nothing_more()
    {
        var page = Follow(LiveTopics.Sends);
        page.Dispose();
        _changes.Raise(new HubChange(7, HubTables.Deliveries));

        await AssertQuietAsync();
    }

    private IDisposable Follow(LiveTopics topics) => _feed.Subscribe(7, topics, () =>
    {
        _told.Writer.TryWrite(Interlocked.Increment(ref _count));
        return Task.CompletedTask;
    });

    private async Task<int> NextAsync() => await _told.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    // The listener's timer is made a moment after the page was told: move the clock until it has gone off.
    private async Task PauseAsync()
    {
        while (_told.Reader.Count == 0)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }
    }

    // A second listener that is told of a later change proves that the first had its chance before.
    private async Task AssertQuietAsync()
    {
        var probe = Channel.CreateUnbounded<int>();
        using var witness = _feed.Subscribe(99, LiveTopics.Jobs, () =>
        {
            probe.Writer.TryWrite(0);
            return Task.CompletedTask;
        });
        _changes.Raise(new HubChange(99, HubTables.Jobs));
        await probe.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(0, _told.Reader.Count);
    }
}
