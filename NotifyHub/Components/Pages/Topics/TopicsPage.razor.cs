using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Topics;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Topics;

/// <summary>The list of topics, live.</summary>
public sealed partial class TopicsPage : LivePage
{
    private TopicsState _state = default!;

    [Inject]
    private TopicQueries Queries { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Topics;

    private string? OlderHref => _state.Page.Older is { } older ? _state.Address.HrefAt(older) : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new TopicsState(Queries);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member) => _state.LoadAsync(member.ProjectId, TopicsAddress.Parse(Query));

    private void Search(string? text) => Navigation.NavigateTo(new TopicsAddress(string.IsNullOrWhiteSpace(text) ? null : text.Trim()).Href());
}
