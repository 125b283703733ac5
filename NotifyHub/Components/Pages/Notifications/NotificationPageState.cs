using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;

namespace NotifyHub.Components.Pages.Notifications;

/// <summary>A notification with its deliveries counted. Counting a million takes a while, so a page that follows counts no more often than it can afford.</summary>
public sealed class NotificationPageState(NotificationQueries queries, TimeProvider time)
{
    /// <summary>Share of the time that may go into counting.</summary>
    private const int Rest = 10;

    private long _readAt;
    private TimeSpan _took;

    /// <summary>As read last; null when there is none under this id.</summary>
    public NotificationReport? Report { get; private set; }

    /// <summary>Reads it.</summary>
    public async Task LoadAsync(long projectId, string id, CancellationToken cancel = default)
    {
        var began = time.GetTimestamp();
        Report = RowId.TryParse(RowId.Notification, id, out var row) ? await queries.FindAsync(projectId, row, cancel) : null;
        (_took, _readAt) = (time.GetElapsedTime(began), time.GetTimestamp());
    }

    /// <summary>Reads it again, unless the last reading was so long that it is too early; then only how far the fan-out is.</summary>
    public async Task FollowAsync(long projectId, string id, CancellationToken cancel = default)
    {
        if (Report is not { Fanout: not null } known || time.GetElapsedTime(_readAt) >= _took * Rest)
        {
            await LoadAsync(projectId, id, cancel);
        }
        else
        {
            Report = known with { Fanout = await queries.FanoutAsync(projectId, known.Row.Id, cancel) };
        }
    }
}
