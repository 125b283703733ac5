using Microsoft.AspNetCore.Components;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Schedules;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.Scheduled;

/// <summary>One schedule.</summary>
public sealed partial class ScheduleCard : ComponentBase
{
    private static readonly ConfirmOptions CancelWords = new() { OkButtonText = "Cancel the schedule", CancelButtonText = "Keep it" };
    private bool _busy;

    /// <summary>The schedule.</summary>
    [Parameter, EditorRequired]
    public SendSchedule Schedule { get; set; } = default!;

    /// <summary>Something was done to it.</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    [Inject]
    private SendSchedules Schedules { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    private Task PauseAsync(bool paused) =>
        DoAsync(paused ? "Paused. What falls due meanwhile is not made up for." : "It goes on with its next time.", caller => Schedules.ChangeAsync(caller, Schedule.Id, new SchedulePatch { Paused = paused }));

    private async Task CancelAsync()
    {
        if (await Dialogs.Confirm("It sends nothing more, and it can't be taken up again. What it has sent stays.", "Cancel this schedule?", CancelWords) == true)
        {
            await DoAsync("Cancelled.", caller => Schedules.CancelAsync(caller, Schedule.Id));
        }
    }

    private async Task DoAsync(string done, Func<ScheduleCaller, Task<SendSchedule?>> deed)
    {
        _busy = true;
        try
        {
            var member = await Members.RequireAsync(ProjectRole.Operator);
            var answer = await deed(new ScheduleCaller(new SendOrigin(member.ProjectId, null), member.Email));
            Toasts.Notify(answer is null ? NotificationSeverity.Warning : NotificationSeverity.Success, answer is null ? "It is gone." : done);
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
