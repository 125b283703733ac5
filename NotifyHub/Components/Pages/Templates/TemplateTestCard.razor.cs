using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Devices;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Tenancy;
using NotifyHub.Templates;

namespace NotifyHub.Components.Pages.Templates;

/// <summary>Sends what the preview shows, saved or not, to one device.</summary>
public sealed partial class TemplateTestCard : ComponentBase
{
    private const int DevicesShown = 50;
    private IReadOnlyList<DeviceRow> _devices = [];
    private IReadOnlyList<Fault> _faults = [];
    private string? _sent;
    private long _device;
    private bool _maySend, _busy;

    [Parameter, EditorRequired]
    public TemplateState State { get; set; } = default!;

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
            var said = TemplateLint.MessageOf(State.Shown!.Push!);
            var accepted = await Intake.AcceptAsync(new SendOrigin(member.ProjectId, null), new PushSend
            {
                To = JsonSerializer.SerializeToElement(RowId.Format(RowId.Device, _device)), Title = said.Title, Subtitle = said.Subtitle, Body = said.Body,
                TemplateId = State.Stored is { } stored ? RowId.Format(RowId.Template, stored.Template.Id) : null,
                CorrelationId = "template-test-" + (State.Stored?.Version.Number ?? 0).ToString(CultureInfo.InvariantCulture),
                Options = new PushSendOptions
                {
                    RichMedia = said.ImageUrl is { } image ? new PushRichMedia { ImageUrl = image } : null,
                    Actions = said.Actions.Count == 0 ? null : [.. said.Actions.Select(a => new PushSendAction { Id = a.Id, Title = a.Title, IsTextInput = a.IsTextInput, IsDestructive = a.IsDestructive })],
                },
            });
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
