using Microsoft.AspNetCore.Components;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>Retry and cancel, with a word on what came of it. The page follows the change by itself.</summary>
public sealed partial class SendDeeds : ComponentBase
{
    private static readonly ConfirmOptions CancelWords = new() { OkButtonText = "Cancel the send", CancelButtonText = "Keep it" };
    private bool _busy;

    /// <summary>The send.</summary>
    [Parameter, EditorRequired]
    public DeliveryTask Delivery { get; set; } = default!;

    [Inject]
    private DeliveryControl Control { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    private Task RetryAsync() => DoAsync("It goes out again now.", member => Control.RetryNowAsync(member.ProjectId, Delivery.Id, member.Email));

    private async Task CancelAsync()
    {
        if (await Dialogs.Confirm("One push will not go out. This can't be undone; send it anew if it is wanted after all.", "Cancel this send?", CancelWords) == true)
        {
            await DoAsync("Cancelled.", member => Control.CancelAsync(member.ProjectId, Delivery.Id, member.Email));
        }
    }

    private async Task DoAsync(string done, Func<Member, Task<ControlAnswer>> deed)
    {
        _busy = true;
        try
        {
            var answer = await deed(await Members.RequireAsync(ProjectRole.Operator));
            Toasts.Notify(answer == ControlAnswer.Done ? NotificationSeverity.Success : NotificationSeverity.Warning, answer switch
            {
                ControlAnswer.Done => done,
                ControlAnswer.Expired => "Its time to live is over; it may not be sent any more.",
                ControlAnswer.NotNow => "Its state changed in the meantime: it is going out or has ended.",
                _ => "It is gone.",
            });
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
