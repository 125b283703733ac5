using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Alerts;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Overview;
using NotifyHub.Insights.Sends;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Overview;

/// <summary>Is everything all right? And until the first push is confirmed: what comes next.</summary>
public sealed partial class OverviewPage : LivePage
{
    private OverviewState _state = default!;
    private IReadOnlyList<AlertLine> _alerts = [];

    [Inject]
    private OverviewQueries Figures { get; set; } = default!;

    [Inject]
    private AlertQueries AlertQueries { get; set; } = default!;

    [Inject]
    private SetupChecklist Checklist { get; set; } = default!;

    [Inject]
    private SendQueries Sends { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Sends | LiveTopics.Devices | LiveTopics.Credentials | LiveTopics.Keys | LiveTopics.Alerts | LiveTopics.Health;

    // The chart's minutes move on, and the last of a burst of changes may have met figures that were a moment old.
    /// <inheritdoc/>
    protected override TimeSpan? Pulse => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new OverviewState(Figures, Checklist, Sends, Time);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        await _state.LoadAsync(member.ProjectId);
        _alerts = await AlertQueries.OpenAsync(member.ProjectId, member.Is(ProjectRole.Admin));
    }
}
