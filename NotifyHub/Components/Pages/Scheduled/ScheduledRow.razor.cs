using System.Globalization;
using Microsoft.AspNetCore.Components;
using NotifyHub.Calendar;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.Scheduled;

/// <summary>One thing that is to come.</summary>
public sealed partial class ScheduledRow : ComponentBase
{
    private static readonly ConfirmOptions CancelWords = new() { OkButtonText = "Cancel the send", CancelButtonText = "Keep it" };
    private bool _busy;
    private bool _moving;
    private DateTime _wall;

    /// <summary>The thing.</summary>
    [Parameter, EditorRequired]
    public ScheduledItem Item { get; set; } = default!;

    /// <summary>Something was done to it.</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    [CascadingParameter]
    private ViewerZone? Viewer { get; set; }

    [Inject]
    private SendCancellation Cancellation { get; set; } = default!;

    [Inject]
    private SendReschedule Reschedule { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    private ViewerZone Zone => Viewer ?? ViewerZone.Utc;

    private string FieldId => $"move-{Item.Send?.Id}";

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var local = Zone.Local(Item.At).DateTime;
        _wall = Item.Send?.SendAtLocal is { } text && WallClock.TryParse(text, out var wall) ? wall : new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0);
    }

    private async Task CancelAsync()
    {
        var count = Item.Send!.Recipients == 1 ? "One push" : $"{Item.Send.Recipients.ToString("N0", CultureInfo.InvariantCulture)} pushes";
        if (await Dialogs.Confirm($"{count} will not go out. This can't be undone; send it anew if it is wanted after all.", "Cancel this send?", CancelWords) == true)
        {
            await DoAsync("Cancelled.", async member => await Cancellation.CancelAsync(member.ProjectId, Item.Send.Id) is not null);
        }
    }

    private Task MoveAsync() => DoAsync("Moved.", async member => await Reschedule.MoveAsync(member.ProjectId, Item.Send!.Id, Item.Send.SendAtLocal is null
        ? new NewSendTime { SendAt = WallClock.Moment(_wall, Zone.Zone) }
        : new NewSendTime { SendAtLocal = WallClock.Write(_wall), SendAtZone = Item.Send.SendAtZone }) is not null);

    // Asked again when pressed: the role may have changed since the page was drawn.
    private async Task DoAsync(string done, Func<Member, Task<bool>> deed)
    {
        _busy = true;
        try
        {
            var found = await deed(await Members.RequireAsync(ProjectRole.Operator));
            Toasts.Notify(found ? NotificationSeverity.Success : NotificationSeverity.Warning, found ? done : "It is gone.");
            _moving = false;
            await Changed.InvokeAsync();
        }
        catch (RefusedException refused)
        {
            Toasts.Notify(NotificationSeverity.Warning, refused.Message);
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
