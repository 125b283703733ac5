using Microsoft.AspNetCore.Components;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Security.Tenancy;
using NotifyHub.Security.WebOrigins;
using Radzen;

namespace NotifyHub.Components.Pages.Developers;

/// <summary>The list of web sites, one a line.</summary>
public sealed partial class OriginsCard : ComponentBase
{
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<string> _asked = [];
    private string _text = "";
    private bool _mayChange, _busy;

    [Inject]
    private OriginDesk Desk { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var member = await Members.GetAsync();
        _mayChange = member.Is(ProjectRole.Admin);
        _text = string.Join('\n', await Desk.ListAsync(member.ProjectId));
    }

    private async Task SaveAsync()
    {
        (_busy, _faults) = (true, []);
        try
        {
            // Asked anew: the role may have changed since the card was drawn.
            var by = ProjectAdmin.From(await Members.RequireAsync(ProjectRole.Admin));
            _asked = _text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            _text = string.Join('\n', await Desk.SetAsync(by, _asked));
            Toasts.Notify(NotificationSeverity.Success, "Saved.");
        }
        catch (RefusedException refused)
        {
            _faults = refused.Faults;
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

    private string Place(Fault fault) =>
        int.TryParse(fault.Pointer[(fault.Pointer.LastIndexOf('/') + 1)..], out var at) && at < _asked.Count ? $"{_asked[at]}: " : "";
}
