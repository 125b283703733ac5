using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.People;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.MyDevices;

/// <summary>The member's own devices: pushes to this browser on and off, others revoked.</summary>
public sealed partial class MyDevicesPage : LivePage
{
    private IReadOnlyList<Device>? _devices;
    private PersonCaller? _person;
    private BrowserLook? _look;
    private IJSObjectReference? _module;
    private string? _key, _fault;
    private bool _busy;

    [Inject]
    private OwnDevices Devices { get; set; } = default!;

    [Inject]
    private MemberPeople People { get; set; } = default!;

    [Inject]
    private ActiveCredentials Credentials { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Devices | LiveTopics.Credentials;

    private Device? Own => _look is null ? null : _devices?.FirstOrDefault(device => device.Provider == ProviderKind.WebPush && device.InstallationId == _look.Installation);

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        _person = await People.OfAsync(member);
        _key = await Credentials.WebPushKeyAsync(_person.ProjectId);
        _devices = await Devices.ListAsync(_person);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (firstRender)
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "/js/devices.js");
            _look = _module is null ? null : await _module.InvokeAsync<BrowserLook>("look");
            StateHasChanged();
        }
    }

    private static string NameOf(Device device) => device.Model ?? device.Platform ?? device.Provider.Label();

    private Task TurnOnAsync() => DoAsync(async () =>
    {
        var made = await _module!.InvokeAsync<BrowserSubscription>("turnOn", _key);
        if (made is not { Permission: "granted", Endpoint: { } endpoint, P256dh: { } p256dh, Auth: { } auth })
        {
            _fault = "The browser does not allow it. Allow notifications of this site in its settings, then try again.";
            return;
        }
        await Devices.RegisterAsync(_person!, new DeviceRegistration
        {
            Provider = ProviderKind.WebPush.Wire(), Platform = "web", Permission = made.Permission, InstallationId = made.Installation, Model = made.Name, Locale = made.Locale, Timezone = made.Timezone,
            Subscription = new WebPushSubscription { Endpoint = endpoint, Keys = new WebPushKeys { P256dh = p256dh, Auth = auth } },
        });
    });

    // The hub forgets it first: a browser that can't unsubscribe gets nothing any more all the same.
    private Task TurnOffAsync(Device device) => DoAsync(async () =>
    {
        var isHere = device == Own;
        await Devices.DeleteAsync(_person!, device.Id);
        if (isHere && _module is not null)
        {
            await _module.InvokeAsync<bool>("turnOff");
        }
    });

    private async Task DoAsync(Func<Task> deed)
    {
        (_busy, _fault) = (true, null);
        StateHasChanged();
        try
        {
            await deed();
            _devices = await Devices.ListAsync(_person!);
        }
        catch (RefusedException refused)
        {
            _fault = refused.Faults.FirstOrDefault()?.Message ?? refused.Message;
        }
        catch (JSException)
        {
            // Its words are the browser's, of a script: a person is helped by what it means.
            _fault = "The browser could not subscribe at its push service. It may be offline, or have the service switched off.";
        }
        finally
        {
            _busy = false;
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        Dispose();
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The tab is closed, and its module with it.
        }
    }

    /// <summary>What the browser is and can.</summary>
    public sealed record BrowserLook(bool IsSupported, string Permission, string Installation);

    /// <summary>What it subscribed with; only the permission when it did not.</summary>
    public sealed record BrowserSubscription(string Permission, string? Endpoint, string? P256dh, string? Auth, string? Installation, string? Name, string? Locale, string? Timezone);
}
