using Microsoft.AspNetCore.Components;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Settings;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.Providers;

/// <summary>The project's delivery settings as a form. A change holds for running workers at once.</summary>
public sealed partial class DeliverySettingsCard : ComponentBase
{
    private SettingsDraft _draft = new();
    private DeliverySettings _own = new();
    private DeliverySettings? _defaults;
    private LimitSetting _each = new(0, 0);
    private IReadOnlyList<Fault> _faults = [];
    private bool _busy, _asking;

    [Inject]
    private SettingsDesk Desk { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    /// <summary>Whether the fields are open.</summary>
    [Parameter]
    public bool MayChange { get; set; }

    private bool Locked => _busy || !MayChange;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Show(await Desk.ReadAsync((await Members.GetAsync()).ProjectId));

    private static string Text(int? value) => SettingsDraft.Text(value);

    private static string Percent(double? share) => SettingsDraft.Text(Math.Round((share ?? 0) * 100, 4));

    private Task SaveAsync()
    {
        var faults = new List<Fault>();
        var wanted = _draft.Read(faults);
        _faults = faults;
        return faults.Count > 0 ? Task.CompletedTask : StoreAsync(wanted, "Saved. Running workers follow at once.");
    }

    private Task ResetAsync() => StoreAsync(new DeliverySettings(), "The defaults hold again.");

    // Asked anew: the role may have changed since the card was drawn.
    private async Task StoreAsync(DeliverySettings wanted, string done)
    {
        (_busy, _faults) = (true, []);
        try
        {
            Show(await Desk.StoreAsync(ProjectAdmin.From(await Members.RequireAsync(ProjectRole.Admin)), wanted));
            Toasts.Notify(NotificationSeverity.Success, done);
        }
        catch (RefusedException refused)
        {
            _faults = [.. refused.Faults.Select(InPercent)];
        }
        catch (AccessDeniedException denied)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not allowed", denied.Message);
        }
        finally
        {
            (_busy, _asking) = (false, false);
        }
    }

    // The wire says shares, the field says per cent.
    private static Fault InPercent(Fault fault) => fault.Pointer == "/throttle/invalidRate" ? fault with { Message = "1 to 100 is allowed." } : fault;

    private void Show(SettingsView view)
    {
        (_own, _defaults, _draft) = (view.Own, view.Defaults.ToSettings(), SettingsDraft.Of(view.Own));
        _each = _defaults.Limits!.Of(ProviderNames.Called[0])!;
    }
}
