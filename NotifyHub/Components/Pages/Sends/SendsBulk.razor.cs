using System.Globalization;
using Microsoft.AspNetCore.Components;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>Retry and cancel over the chosen sends, with a count before and after.</summary>
public sealed partial class SendsBulk : ComponentBase
{
    private IReadOnlyList<long> _retryable = [], _cancellable = [];
    private Deed? _asking;
    private (int At, int Of)? _progress;
    private string _typed = "";
    private bool _busy;

    private enum Deed { Retry, Cancel }

    /// <summary>The page's list and choice.</summary>
    [Parameter, EditorRequired]
    public SendsState State { get; set; } = default!;

    /// <summary>Told when the choice or the rows changed.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    private DeliveryControl Control { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!_busy)
        {
            (_retryable, _cancellable) = (State.Retryable, State.Cancellable);
            _asking = _asking is { } deed && Chosen(deed).Count > 0 ? deed : null;
        }
    }

    private IReadOnlyList<long> Chosen(Deed deed) => deed == Deed.Retry ? _retryable : _cancellable;

    private void Ask(Deed deed) => (_asking, _typed) = (deed, "");

    private async Task ChooseMatchingAsync()
    {
        _busy = true;
        try
        {
            await State.ChooseMatchingAsync();
        }
        finally
        {
            _busy = false;
        }
        await Changed.InvokeAsync();
    }

    private Task LetGo()
    {
        State.Clear();
        _asking = null;
        return Changed.InvokeAsync();
    }

    private async Task DoAsync(Deed deed)
    {
        var (wanted, done) = (Chosen(deed), 0);
        _busy = true;
        try
        {
            for (var at = 0; at < wanted.Count; at += DeliveryControl.ManyMax)
            {
                _progress = (at, wanted.Count);
                StateHasChanged();
                // Asked for each slice: the role may have changed since the page was drawn.
                var member = await Members.RequireAsync(ProjectRole.Operator);
                IReadOnlyList<long> slice = [.. wanted.Skip(at).Take(DeliveryControl.ManyMax)];
                done += await (deed == Deed.Retry ? Control.RetryManyAsync(member.ProjectId, slice, member.Email) : Control.CancelManyAsync(member.ProjectId, slice, member.Email));
            }
            Tell(deed, done, wanted.Count - done);
        }
        catch (AccessDeniedException denied)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not allowed", denied.Message);
        }
        finally
        {
            (_busy, _progress, _asking) = (false, null, null);
            State.Clear();
        }
        await Changed.InvokeAsync();
    }

    private void Tell(Deed deed, int done, int left) => Toasts.Notify(
        left == 0 ? NotificationSeverity.Success : NotificationSeverity.Warning,
        deed == Deed.Retry ? $"{Words(done)} go out again now." : $"{Words(done)} cancelled.",
        left == 0 ? "" : $"{Number(left)} left alone: they moved on in the meantime, were discarded, or their time to live is over.");

    private static string Words(int count) => count == 1 ? "1 send" : $"{Number(count)} sends";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
