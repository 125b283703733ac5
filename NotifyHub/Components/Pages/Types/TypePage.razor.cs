using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Security.Tenancy;
using NotifyHub.Types;
using Radzen;

namespace NotifyHub.Components.Pages.Types;

/// <summary>A type: what it is, over which channels it goes, and how it came to that.</summary>
public sealed partial class TypePage : LivePage
{
    private static readonly ConfirmOptions DeleteWords = new() { OkButtonText = "Delete the type", CancelButtonText = "Keep it" };
    private static readonly ConfirmOptions ResetWords = new() { OkButtonText = "Reset the type", CancelButtonText = "Keep it" };
    private TypeState _state = default!;
    private string? _open;
    private bool _busy;

    /// <summary>The type's key; null for a new one.</summary>
    [Parameter]
    public string? Key { get; set; }

    [Inject]
    private TypeBook Types { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    // What somebody is typing must not change under the hands.
    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.None;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new TypeState(Types);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member)
    {
        var key = Key ?? "new";
        if (_open == key)
        {
            return Task.CompletedTask;
        }
        _open = key;
        return _state.OpenAsync(member.ProjectId, Key);
    }

    private void Use(ChannelKind channel, ChangeEventArgs change) => _state.Uses[channel] = Enum.Parse<ChannelUse>((string)change.Value!);

    private void Template(ChannelKind channel, ChangeEventArgs change) => _state.Templates[channel] = (string?)change.Value ?? "";

    private Task SaveAsync() => DoAsync(async member =>
    {
        var isNew = _state.Stored is null;
        if (await _state.SaveAsync(member.ProjectId, member.Email))
        {
            Toasts.Notify(NotificationSeverity.Success, isNew ? "Created." : "Saved. What was accepted before goes out as it was.");
            if (isNew)
            {
                Navigation.NavigateTo($"/types/{_state.Stored!.Key}");
            }
        }
    });

    private async Task DeleteAsync()
    {
        var reset = _state.Stored!.Origin == TypeOrigin.Changed;
        var asked = reset ? $"It will be as NotifyHub brings it. Its {_state.Stored.Version} versions stay in the history." : "Sends of this type are refused from then on. Its history stays, and making it again goes on from there.";
        if (await Dialogs.Confirm(asked, $"{(reset ? "Reset" : "Delete")} {_state.Stored.Label}?", reset ? ResetWords : DeleteWords) == true)
        {
            await DoAsync(async member =>
            {
                await _state.DeleteAsync(member.ProjectId, member.Email);
                Toasts.Notify(NotificationSeverity.Success, reset ? "It is as NotifyHub brings it." : "Deleted.");
                Navigation.NavigateTo("/types");
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
