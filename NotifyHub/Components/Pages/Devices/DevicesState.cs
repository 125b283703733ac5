using NotifyHub.Insights;
using NotifyHub.Insights.Devices;

namespace NotifyHub.Components.Pages.Devices;

/// <summary>What the list shows.</summary>
public sealed class DevicesState(DeviceQueries queries)
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>Filters and place.</summary>
    public DevicesAddress Address { get; private set; } = new();

    /// <summary>The page.</summary>
    public ListPage<DeviceRow> Page { get; private set; } = new([]);

    /// <summary>Reads the page at this address.</summary>
    public async Task LoadAsync(long projectId, DevicesAddress address, CancellationToken cancel = default)
    {
        Page = await queries.PageAsync(projectId, address.Filter, address.Cursor, PageSize, cancel);
        Address = address;
    }
}
