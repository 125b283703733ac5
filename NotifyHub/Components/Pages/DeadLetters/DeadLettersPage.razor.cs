using System.Globalization;
using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.DeadLetters;
using NotifyHub.Insights.Live;
using NotifyHub.Pipeline.Delivery.DeadLetters;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.DeadLetters;

/// <summary>What was given up, by reason; replay, discard and their undoing. Its address holds filters and place.</summary>
public sealed partial class DeadLettersPage : LivePage
{
    private DeadLettersState _state = default!;
    private bool _mayAct;

    [Inject]
    private DeadLetterQueries Queries { get; set; } = default!;

    [Inject]
    private DeadLetterControl Control { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Sends;

    private string? NewerHref => _state.Page.Newer is { } newer ? _state.Address.HrefAt(newer) : null;

    private string? OlderHref => _state.Page.Older is { } older ? _state.Address.HrefAt(older) : null;

    private string? Summary => _state.Page.SearchedBackTo is { } back ? $"Searched back to {TimeWords.Short(back, Time.GetUtcNow(), Zone)}" : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new DeadLettersState(Queries, Time);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member)
    {
        _mayAct = member.Is(ProjectRole.Operator);
        return _state.LoadAsync(member.ProjectId, DeadLettersAddress.Parse(Query));
    }

    private void Go(DeadLettersAddress address) => Navigation.NavigateTo(address.Href());

    private Task DoAsync(DeadLetterWish wish) => OrderAsync(wish.Deed, _state.Selection(wish.IncludePoison), wish.MaxPerSecond);

    private Task UndoAsync(DeadLetterRun run) => OrderAsync(DeadLetterDeed.Restore, new DeadLetterSelection { Run = run.Id }, null);

    // Asked anew: the role may have changed since the page was drawn.
    private async Task OrderAsync(DeadLetterDeed deed, DeadLetterSelection selection, double? rate)
    {
        try
        {
            var member = await Members.RequireAsync(ProjectRole.Operator);
            var answer = await Control.StartAsync(new DeadLetterOrder(member.ProjectId, member.Email, null, deed, selection, rate));
            var refused = answer.Refused.FirstOrDefault();
            Toasts.Notify(
                refused is null ? NotificationSeverity.Success : NotificationSeverity.Warning, DeadLetterWords.Started(answer),
                refused is null ? "" : $"{answer.Refused.Count.ToString(CultureInfo.InvariantCulture)} left alone. {refused.Detail}");
            _state.Clear();
            await LoadAsync(member);
            // Asked by a card below, whose own drawing does not reach the page.
            StateHasChanged();
        }
        catch (AccessDeniedException denied)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not allowed", denied.Message);
        }
    }
}
