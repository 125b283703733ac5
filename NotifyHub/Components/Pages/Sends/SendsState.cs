using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Sends;
using NotifyHub.Pipeline.Delivery;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>What the list shows. New sends are counted, not put in: rows under the reader's eye stay where they are, and change in place.</summary>
public sealed class SendsState(SendQueries queries, TimeProvider time)
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>Where the count of new sends stops.</summary>
    public const int MostNew = 100;

    /// <summary>Most sends of one deed.</summary>
    public const int MostChosen = 10_000;

    private IReadOnlyList<SendRow> _matching = [];
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

    /// <summary>Which rows are chosen.</summary>
    public RowChoice Choice { get; } = new();

    /// <summary>Whether the filter finds more than <see cref="MostChosen"/>: the newest of them are chosen then.</summary>
    public bool MoreMatch { get; private set; }

    /// <summary>Whether the list goes on beyond this page.</summary>
    public bool HasOtherPages => Page.Older is not null || Page.Newer is not null;

    /// <summary>How many are chosen.</summary>
    public int ChosenCount => Choice.All ? _matching.Count : Choice.Count;

    /// <summary>Of the chosen ones, those that would go out again. What crashed the process three times is left to the dead letters' page.</summary>
    public IReadOnlyList<long> Retryable => [.. Chosen.Where(row => DeliveryControl.CanRetry(row.Status) && row.Reason != DeliveryReason.Poison).Select(row => row.Id)];

    /// <summary>Of the chosen ones, those that wait and can be cancelled.</summary>
    public IReadOnlyList<long> Cancellable => [.. Chosen.Where(row => DeliveryControl.CanCancel(row.Status)).Select(row => row.Id)];

    private IEnumerable<SendRow> Chosen => Choice.All ? _matching : Page.Items.Where(row => Choice.Has(row.Id));

    /// <summary>Chooses all that the filter finds, as they are now.</summary>
    public async Task ChooseMatchingAsync(CancellationToken cancel = default)
    {
        (_matching, MoreMatch) = await queries.MatchingAsync(_projectId, _filter, MostChosen, cancel);
        Choice.ChooseAll();
    }

    /// <summary>Lets all go.</summary>
    public void Clear()
    {
        Choice.Clear();
        (_matching, MoreMatch) = ([], false);
    }

    /// <summary>Reads the page at this address. Another filter or another page lets go of what was chosen.</summary>
    public async Task LoadAsync(long projectId, SendsAddress address, ViewerZone zone, CancellationToken cancel = default)
    {
        if (address != Address || projectId != _projectId)
        {
            Clear();
        }
        _projectId = projectId;
        _filter = address.ToFilter(time.GetUtcNow(), zone);
        Address = address;
        Page = await queries.PageAsync(projectId, _filter, address.Cursor, PageSize, cancel);
        NewCount = 0;
        Choice.Show(Page.Items.Select(row => row.Id));
    }

    /// <summary>Brings the shown rows up to date and counts new ones; fills an empty first page at once, since nothing can jump there.</summary>
    public async Task FollowAsync(CancellationToken cancel = default)
    {
        if (Page.Items.Count == 0)
        {
            Page = Address.IsFirstPage ? await queries.PageAsync(_projectId, _filter, default, PageSize, cancel) : Page;
            Choice.Show(Page.Items.Select(row => row.Id));
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
