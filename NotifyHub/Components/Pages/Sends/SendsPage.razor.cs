using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Sends;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>The list of sends, live. Its address holds filters and place.</summary>
public sealed partial class SendsPage : LivePage
{
    private SendsState _state = default!;
    private bool _mayAct;

    [Inject]
    private SendQueries Queries { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Sends;

    private string? NewerHref => _state.Page.Newer is { } newer ? _state.Address.HrefAt(newer) : null;

    private string? OlderHref => _state.Page.Older is { } older ? _state.Address.HrefAt(older) : null;

    private string? Summary => _state.Page.SearchedBackTo is { } back ? $"Searched back to {TimeWords.Short(back, Time.GetUtcNow(), Zone)}" : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new SendsState(Queries, Time);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member)
    {
        _mayAct = member.Is(ProjectRole.Operator);
        return _state.LoadAsync(member.ProjectId, SendsAddress.Parse(Query), Zone);
    }

    /// <inheritdoc/>
    protected override Task FollowAsync(Member member) => _state.FollowAsync();

    private async Task ShowNew() => await LoadAsync(await Members.GetAsync());

    private void Go(SendsAddress address) => Navigation.NavigateTo(address.Href());
}
