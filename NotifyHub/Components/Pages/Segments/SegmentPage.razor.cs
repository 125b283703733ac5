using Microsoft.AspNetCore.Components;
using NotifyHub.Audience.Segments;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.Segments;

/// <summary>A segment: its conditions, and whom they find now.</summary>
public sealed partial class SegmentPage : LivePage
{
    private static readonly ConfirmOptions DeleteWords = new() { OkButtonText = "Delete the segment", CancelButtonText = "Keep it" };
    private SegmentState _state = default!;
    private string? _open;
    private bool _busy;

    /// <summary>Wire id, <c>seg_...</c>; null for a new one.</summary>
    [Parameter]
    public string? Id { get; set; }

    [Inject]
    private SegmentBook Segments { get; set; } = default!;

    [Inject]
    private AudienceReach Reach { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    // Only the figures follow: what somebody is typing must not change under the hands.
    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Devices;

    private string SendText => $$"""
        curl {{Navigation.BaseUri.TrimEnd('/')}}/v1/push/send \
          -H "Authorization: Bearer $NOTIFYHUB_KEY" \
          -H "Content-Type: application/json" \
          -d '{"to": {"segment": "{{Id}}"}, "title": "Hello"}'
        """;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new SegmentState(Segments, Reach, Time);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member)
    {
        var key = Id ?? "new";
        if (_open == key)
        {
            return Task.CompletedTask;
        }
        _open = key;
        return _state.OpenAsync(member.ProjectId, Id);
    }

    /// <inheritdoc/>
    protected override Task FollowAsync(Member member) => _state.FollowAsync(member.ProjectId);

    private async Task ChangedAsync()
    {
        var member = await Members.GetAsync();
        await _state.CountAsync(member.ProjectId);
        // Asked for by a part of the builder, whose own redrawing is not the page's.
        StateHasChanged();
    }

    private Task SaveAsync() => DoAsync(async member =>
    {
        var isNew = _state.Stored is null;
        if (await _state.SaveAsync(member.ProjectId, member.Email) is { } id)
        {
            Toasts.Notify(NotificationSeverity.Success, isNew ? "Created." : "Saved. Sends that were accepted before keep what it said then.");
            if (isNew)
            {
                Navigation.NavigateTo($"/segments/{RowId.Format(RowId.Segment, id)}");
            }
        }
    });

    private async Task DeleteAsync()
    {
        if (await Dialogs.Confirm("Sends to it are refused from then on; those that were accepted go on. This can't be undone.", $"Delete {_state.Stored!.Name}?", DeleteWords) == true)
        {
            await DoAsync(async member =>
            {
                await _state.DeleteAsync(member.ProjectId, member.Email);
                Toasts.Notify(NotificationSeverity.Success, "Deleted.");
                Navigation.NavigateTo("/segments");
            });
        }
    }

    private async Task DoAsync(Func<Member, Task> deed)
    {
        _busy = true;
        try
        {
            await deed(await Members.RequireAsync(ProjectRole.Operator));
        }
        catch (AccessDeniedException denied)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not allowed", denied.Message);
        }
        finally
        {
            _busy = false;
        }
    }
}
