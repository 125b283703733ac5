using NotifyHub.Components.Shared;
using NotifyHub.Insights;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>What the list shows. New sends are counted, not put in: rows under the reader's eye stay where they are, and change in place.</summary>
public sealed class SendsState(SendQueries queries, TimeProvider time)
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>Where the count of new sends stops.</summary>
    public const int MostNew = 100;

    private SendFilter _filter = new();
    private long _projectId;

    /// <summary>Filters and place.</summary>
    public SendsAddress Address { get; private set; } = new();

    /// <summary>The page as it was read, with rows brought up to date since.</summary>
    public ListPage<SendRow> Page { get; private set; } = new([]);

    /// <summary>New sends that are not shown yet; at most <see cref="MostNew"/>.</summary>
    public int NewCount { get; private set; }

    /// <summary>"3 new sends", "100+ new sends"; empty when there are none.</summary>
    public string NewWords => NewCount switch
    {
        0 => "",
        1 => "1 new send",
        >= MostNew => $"{MostNew}+ new sends",
        _ => $"{NewCount} new sends",
    };

    /// <summary>Reads the page at this address.</summary>
    public async Task LoadAsync(long projectId, SendsAddress address, ViewerZone zone, CancellationToken cancel = default)
    {
        _projectId = projectId;
        _filter = address.ToFilter(time.GetUtcNow(), zone);
        Address = address;
        Page = await queries.PageAsync(projectId, _filter, address.Cursor, PageSize, cancel);
        NewCount = 0;
    }

    /// <summary>Brings the shown rows up to date and counts new ones; fills an empty first page at once, since nothing can jump there.</summary>
    public async Task FollowAsync(CancellationToken cancel = default)
    {
        if (Page.Items.Count == 0)
        {
            Page = Address.IsFirstPage ? await queries.PageAsync(_projectId, _filter, default, PageSize, cancel) : Page;
            return;
        }
        var now = await queries.TheseAsync(_projectId, [.. Page.Items.Select(row => row.Id)], cancel);
        Page = Page with { Items = [.. Page.Items.Select(row => now.GetValueOrDefault(row.Id) ?? row)] };
        if (Address.IsFirstPage)
        {
            NewCount = await queries.CountNewerAsync(_projectId, _filter, Page.Items[0].Id, MostNew, cancel);
        }
    }
}
