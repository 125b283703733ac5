using Microsoft.AspNetCore.Components;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Explain.Replay;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Security.Tenancy;
using NotifyHub.Types;
using Radzen;

namespace NotifyHub.Components.Pages.Policy;

/// <summary>
/// The project's policy as a form, saved only after its effect on the last days was looked at. What was looked at is named by both policies' marks:
/// another letter here or another admin's save makes it stale.
/// </summary>
public sealed partial class PolicyPage
{
    private static readonly IReadOnlyList<string> Zones = [.. TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId).Select(zone => zone.Id).Order(StringComparer.Ordinal)];
    private static readonly IReadOnlyList<(string Name, string Words)> Cadences = [("", "Never"), ("hourly", "Every hour"), ("6_hourly", "Every 6 hours"), ("daily", "Every day"), ("weekly", "Every Monday")];

    private readonly CancellationTokenSource _gone = new();
    private Member? _member;
    private PolicyDraft _draft = new();
    private StoredPolicy _stored = new(new PolicySettings(), "");
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<string> _categories = [];
    private ReplayReport? _report;
    private (string Stored, string Proposed) _looked;
    private (PolicySettings Back, string From)? _undo;
    private bool _mayChange, _busy, _running, _conflict;

    [Inject]
    private PolicyDesk Desk { get; set; } = default!;

    [Inject]
    private PolicyTimeMachine Machine { get; set; } = default!;

    [Inject]
    private TypeBook Types { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Settings;

    private bool Locked => _busy || !_mayChange;

    // What can't be read has no mark: it is neither the stored one nor the one that was looked at.
    private string? Proposed
    {
        get
        {
            var faults = new List<Fault>();
            var mark = _draft.Read(faults).Mark;
            return faults.Count == 0 ? mark : null;
        }
    }

    private bool IsChanged => Proposed != _stored.Mark;

    private bool IsFresh => _report is not null && _looked == (_stored.Mark, Proposed);

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        _mayChange = member.Is(ProjectRole.Admin);
        var stored = await Desk.LookAsync(member.ProjectId);
        if (_member is null || stored.Mark != _stored.Mark)
        {
            var typed = _member is not null && IsChanged;
            _stored = stored;
            // What is typed is never taken away by what somebody else stores.
            _conflict = typed && IsChanged;
            _draft = _conflict ? _draft : PolicyDraft.Of(stored.Settings);
            _undo = _undo is { } undo && undo.From == stored.Mark ? undo : null;
        }
        _categories = [.. (await Types.AllAsync(member.ProjectId)).Select(type => type.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _member = member;
    }

    /// <inheritdoc/>
    protected override void Leave()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private static string Text(ChangeEventArgs change) => change.Value?.ToString() ?? "";

    private void Change(Action change)
    {
        change();
        Typed();
    }

    private void Typed() => _faults = [];

    private void Discard()
    {
        (_draft, _conflict, _faults) = (PolicyDraft.Of(_stored.Settings), false, []);
    }

    private Task ReplayAsync() => DoAsync(async (admin, wanted) =>
    {
        (_running, _undo) = (true, null);
        StateHasChanged();
        try
        {
            // Read first: were it changed while the replay runs, what is shown counts as stale.
            var stored = (await Desk.LookAsync(admin.ProjectId, _gone.Token)).Mark;
            _report = await Machine.ReplayAsync(admin.ProjectId, wanted, bundling: null, _gone.Token);
            _looked = (stored, wanted.Mark);
        }
        finally
        {
            _running = false;
        }
    });

    private Task SaveAsync() => DoAsync(async (admin, wanted) =>
    {
        var before = _stored.Settings;
        Show(await Desk.StoreAsync(admin, wanted, _looked.Stored));
        _undo = (before, _stored.Mark);
    });

    private Task UndoAsync() => DoAsync(async (admin, _) =>
    {
        var (back, from) = _undo!.Value;
        _undo = null;
        Show(await Desk.StoreAsync(admin, back, from));
        Toasts.Notify(NotificationSeverity.Success, "The former policy holds again.");
    });

    private void Show(StoredPolicy stored) => (_stored, _draft, _report, _conflict) = (stored, PolicyDraft.Of(stored.Settings), null, false);

    // Asked anew: the role may have changed since the page was drawn.
    private async Task DoAsync(Func<ProjectAdmin, PolicySettings, Task> deed)
    {
        var faults = new List<Fault>();
        var wanted = _draft.Read(faults);
        _faults = faults;
        if (faults.Count > 0)
        {
            return;
        }
        _busy = true;
        try
        {
            await deed(ProjectAdmin.From(await Members.RequireAsync(ProjectRole.Admin)), wanted);
        }
        catch (RefusedException refused) when (refused.Faults.Count > 0)
        {
            _faults = [.. refused.Faults];
        }
        catch (RefusedException refused)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not done", refused.Message);
            await LoadAsync(await Members.GetAsync());
        }
        catch (AccessDeniedException denied)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not allowed", denied.Message);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone; nobody waits for it.
        }
        finally
        {
            _busy = false;
        }
    }
}
