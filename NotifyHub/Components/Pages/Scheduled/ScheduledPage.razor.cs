using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Components.Shared;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Upcoming;
using NotifyHub.Schedules;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Scheduled;

/// <summary>What is to come, by day: cancel, reschedule, pause.</summary>
public sealed partial class ScheduledPage : LivePage
{
    private ScheduledState _state = default!;

    [Inject]
    private UpcomingQueries Upcoming { get; set; } = default!;

    [Inject]
    private SendSchedules Schedules { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Sends | LiveTopics.Schedules;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new ScheduledState(Upcoming, Schedules, Time);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member) =>
        _state.LoadAsync(member.ProjectId, QueryHelpers.ParseQuery(Query).TryGetValue("cursor", out var cursor) ? cursor.ToString() : null, Zone);

    private async Task ReloadAsync() => await LoadAsync(await Members.GetAsync());
}
