using System.Collections.Concurrent;
using NotifyHub.Data;

namespace NotifyHub.Insights.Live;

/// <summary>Tells open pages that rows of their project changed: at once when it is quiet, at most four times a second when it is not.</summary>
public sealed class LiveFeed : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<LiveSubscription, byte> _subscriptions = [];
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveFeed> _log;

    public LiveFeed(ChangeFeed feed, TimeProvider time, ILogger<LiveFeed> log)
    {
        (_feed, _time, _log) = (feed, time, log);
        _feed.Changed += OnChanged;
    }

    /// <summary>Calls <paramref name="changed"/> after commits, never twice at the same time; dispose to let go. What changed is not told: the page reads again.</summary>
    public IDisposable Subscribe(long projectId, LiveTopics topics, Func<Task> changed)
    {
        var subscription = new LiveSubscription(projectId, TablesOf(topics), changed, Pause, _time, _log, gone => _subscriptions.TryRemove(gone, out _));
        _subscriptions.TryAdd(subscription, 0);
        return subscription;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feed.Changed -= OnChanged;
        foreach (var subscription in _subscriptions.Keys)
        {
            subscription.Dispose();
        }
    }

    private void OnChanged(HubChange change)
    {
        foreach (var subscription in _subscriptions.Keys)
        {
            subscription.Offer(change);
        }
    }

    private static HubTables TablesOf(LiveTopics topics)
    {
        var tables = HubTables.None;
        Add(LiveTopics.Sends, HubTables.Deliveries | HubTables.Interactions);
        Add(LiveTopics.Devices, HubTables.Devices);
        Add(LiveTopics.Credentials, HubTables.Credentials);
        Add(LiveTopics.Keys, HubTables.Keys);
        Add(LiveTopics.Jobs, HubTables.Jobs);
        Add(LiveTopics.Alerts, HubTables.Alerts);
        Add(LiveTopics.Nodes, HubTables.Nodes);
        Add(LiveTopics.Health, HubTables.Health);
        Add(LiveTopics.Schedules, HubTables.Schedules);
        Add(LiveTopics.Events, HubTables.Events);
        Add(LiveTopics.Webhooks, HubTables.Webhooks | HubTables.WebhookEndpoints);
        Add(LiveTopics.Templates, HubTables.Templates);
        Add(LiveTopics.People, HubTables.People | HubTables.Preferences);
        Add(LiveTopics.Topics, HubTables.Topics);
        Add(LiveTopics.Segments, HubTables.Segments);
        Add(LiveTopics.Types, HubTables.Types);
        Add(LiveTopics.Team, HubTables.Members);
        Add(LiveTopics.Mail, HubTables.Mail);
        Add(LiveTopics.Inbox, HubTables.Inbox);
        Add(LiveTopics.Reminders, HubTables.Reminders);
        Add(LiveTopics.Campaigns, HubTables.Campaigns | HubTables.Fanouts);
        Add(LiveTopics.Settings, HubTables.Settings);
        return tables;

        void Add(LiveTopics topic, HubTables own) => tables |= topics.HasFlag(topic) ? own : HubTables.None;
    }
}
