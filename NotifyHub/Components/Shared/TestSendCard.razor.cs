using System.Text.Json;
using Microsoft.AspNetCore.Components;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Devices;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Shared;

/// <summary>Sends words as they stand, saved or not, to one device and at once.</summary>
public sealed partial class TestSendCard : ComponentBase
{
    private const int DevicesShown = 50;
    private IReadOnlyList<DeviceRow> _devices = [];
    private IReadOnlyList<Fault> _faults = [];
    private string? _sent;
    private long _device;
    private bool _maySend, _busy;

    /// <summary>What is sent; its target and time do not count. May refuse.</summary>
    [Parameter, EditorRequired]
    public Func<PushSend> Draft { get; set; } = default!;

    /// <summary>Whether there is something to send.</summary>
    [Parameter, EditorRequired]
    public bool Ready { get; set; }

    [Inject]
    private DeviceQueries Devices { get; set; } = default!;

    [Inject]
    private SendIntake Intake { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var member = await Members.GetAsync();
        _maySend = member.Is(ProjectRole.Operator);
        _devices = (await Devices.PageAsync(member.ProjectId, new DeviceFilter { Status = DeviceStatus.Active }, default, DevicesShown)).Items;
        _device = _devices.Count > 0 ? _devices[0].Id : 0;
    }

    private async Task SendAsync()
    {
        (_busy, _faults, _sent) = (true, [], null);
        try
        {
            // Asked anew: the role may have changed since the card was drawn.
            var member = await Members.RequireAsync(ProjectRole.Operator);
            var accepted = await Intake.AcceptAsync(new SendOrigin(member.ProjectId, null), Draft() with { To = JsonSerializer.SerializeToElement(RowId.Format(RowId.Device, _device)), SendAt = null, SendAtLocal = null, SendAtZone = null });
            _sent = RowId.Format(RowId.Delivery, accepted.Tickets[0].DeliveryId);
        }
        catch (RefusedException refused)
        {
            _faults = refused.Faults.Count > 0 ? refused.Faults : [new Fault("", refused.Code, refused.Message)];
        }
        catch (AccessDeniedException denied)
        {
            _faults = [new Fault("", "denied", denied.Message)];
        }
        finally
        {
            _busy = false;
        }
    }
}
