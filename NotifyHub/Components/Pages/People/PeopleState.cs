using NotifyHub.Insights;
using NotifyHub.Insights.People;

namespace NotifyHub.Components.Pages.People;

/// <summary>What the list shows.</summary>
public sealed class PeopleState(PersonQueries queries)
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>Search and place.</summary>
    public PeopleAddress Address { get; private set; } = new();

    /// <summary>The page.</summary>
    public ListPage<PersonRow> Page { get; private set; } = new([]);

    /// <summary>Reads the page at this address.</summary>
    public async Task LoadAsync(long projectId, PeopleAddress address, CancellationToken cancel = default)
    {
        Page = await queries.PageAsync(projectId, address.Filter, address.Cursor, PageSize, cancel);
        Address = address;
    }
}
