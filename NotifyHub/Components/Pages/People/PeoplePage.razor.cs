using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.People;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.People;

/// <summary>The list of people, live.</summary>
public sealed partial class PeoplePage : LivePage
{
    private PeopleState _state = default!;

    [Inject]
    private PersonQueries Queries { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.People;

    private string? OlderHref => _state.Page.Older is { } older ? _state.Address.HrefAt(older) : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new PeopleState(Queries);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member) => _state.LoadAsync(member.ProjectId, PeopleAddress.Parse(Query));

    private void Search(string? text) =>
        Navigation.NavigateTo(new PeopleAddress { Filter = new PersonFilter { Text = string.IsNullOrWhiteSpace(text) ? null : text.Trim() } }.Href());
}
