using System.Text.Json;
using Microsoft.AspNetCore.Components;
using NotifyHub.Audience.People;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Reminders;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.SandboxPhones;

/// <summary>Raises what an app would, by the code that takes an app's calls.</summary>
public sealed partial class ProducersCard : ComponentBase
{
    // Far enough back that every tier of a task counts.
    private static readonly TimeSpan Before = TimeSpan.FromDays(15);

    private string? _said;
    private Reminder? _task;

    [Inject]
    private PeopleIntake Intake { get; set; } = default!;

    [Inject]
    private MemberPeople People { get; set; } = default!;

    [Inject]
    private ReminderBook Reminders { get; set; } = default!;

    [Inject]
    private ReminderJob Teller { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private Task RaiseAsync(SampleEvent sample) => DoAsync(person => sample.DueIn is { } due ? RemindAsync(person, sample, due) : SendAsync(person, sample));

    private Task DoneAsync(Reminder task) => DoAsync(async person =>
    {
        _task = await Reminders.DoneAsync(person.ProjectId, person.UserId, task.Key, task.DueAt);
        _said = _task is null ? "The task is gone." : $"{task.Title}: done, nothing more is said.";
    });

    private async Task SendAsync(PersonCaller person, SampleEvent sample)
    {
        var accepted = await Intake.AcceptAsync(new SendOrigin(person.ProjectId, null), new PeopleSend
        {
            Type = sample.Type, To = JsonSerializer.SerializeToElement(new { user = person.UserId }), Content = new PeopleContent { Title = sample.Title, Body = sample.Body, Link = sample.Link },
        });
        _said = $"{sample.Button}: accepted as {RowId.Format(RowId.Notification, accepted.NotificationId)}.";
    }

    // A task that was put some days ago: what it has come to is said now, by the job's own code, and the job goes on from there.
    private async Task RemindAsync(PersonCaller person, SampleEvent sample, TimeSpan dueIn)
    {
        var due = Time.GetUtcNow() + dueIn;
        var draft = new ReminderDraft { Title = sample.Title, Body = sample.Body, Link = sample.Link, DueAt = due };
        await Reminders.PutAsync(person.ProjectId, person.UserId, sample.Key, draft, due - Before);
        var (_, refused) = await Teller.TellAsync(person.ProjectId, person.PersonId, CancellationToken.None);
        _task = await Reminders.FindAsync(person.ProjectId, person.UserId, sample.Key);
        _said = refused > 0 ? $"{sample.Button}: put, and refused when it was to be said." : $"{sample.Button}: put as {sample.Key} and said.";
    }

    private async Task DoAsync(Func<PersonCaller, Task> deed)
    {
        _task = null;
        try
        {
            await deed(await People.OfAsync(await Members.RequireAsync(ProjectRole.Operator)));
        }
        catch (AccessDeniedException denied)
        {
            _said = denied.Message;
        }
        catch (RefusedException refused)
        {
            _said = refused.Faults.Count > 0 ? refused.Faults[0].Message : refused.Message;
        }
    }
}
