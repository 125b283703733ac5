using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Devices;
using NotifyHub.Insights.Live;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Devices;

/// <summary>The list of devices, live.</summary>
public sealed partial class DevicesPage : LivePage
{
    private static readonly (string, string)[] Statuses = [.. Enum.GetValues<DeviceStatus>().Select(status => (status.ToString(), status.ToString()))];
    private static readonly (string, string)[] Providers = [.. ProviderNames.Supported.Select(kind => (kind.Wire(), kind.Label()))];
    private static readonly (string, string)[] Platforms = [("ios", "iOS"), ("android", "Android"), ("web", "Web")];
    private DevicesState _state = default!;

    [Inject]
    private DeviceQueries Queries { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Devices;

    private DeviceFilter Filter => _state.Address.Filter;

    private string? OlderHref => _state.Page.Older is { } older ? _state.Address.HrefAt(older) : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new DevicesState(Queries);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member) => _state.LoadAsync(member.ProjectId, DevicesAddress.Parse(Query));

    private void Go(DeviceFilter filter) => Navigation.NavigateTo(new DevicesAddress { Filter = filter }.Href());
}
