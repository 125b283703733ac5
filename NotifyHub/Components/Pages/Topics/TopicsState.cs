using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Topics;

namespace NotifyHub.Components.Pages.Topics;

/// <summary>The list's search and place as its address holds them.</summary>
public sealed record TopicsAddress(string? Text = null, ListCursor Cursor = default)
{
    /// <summary>Reads the part after "?". What can't be read is left out.</summary>
    public static TopicsAddress Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new TopicsAddress(Get("q"), new ListCursor(Id("before"), Id("after")));

        string? Get(string key) => values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString().Trim() : null;
        long? Id(string key) => RowId.TryParse(RowId.Topic, Get(key), out var id) ? id : null;
    }

    /// <summary>The page's address.</summary>
    public string Href()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["q"] = Text,
            ["before"] = Cursor.Before is { } before ? RowId.Format(RowId.Topic, before) : null,
            ["after"] = Cursor.After is { } after ? RowId.Format(RowId.Topic, after) : null,
        };
        return QueryHelpers.AddQueryString("/topics", values.Where(pair => pair.Value is not null));
    }

    /// <summary>Another place in the same list.</summary>
    public string HrefAt(ListCursor cursor) => (this with { Cursor = cursor }).Href();
}

/// <summary>What the list shows.</summary>
public sealed class TopicsState(TopicQueries queries)
{
    private const int PageSize = 50;

    /// <summary>Search and place.</summary>
    public TopicsAddress Address { get; private set; } = new();

    /// <summary>The page.</summary>
    public ListPage<TopicRow> Page { get; private set; } = new([]);

    /// <summary>Reads the page at this address.</summary>
    public async Task LoadAsync(long projectId, TopicsAddress address, CancellationToken cancel = default)
    {
        Page = await queries.PageAsync(projectId, address.Text, address.Cursor, PageSize, cancel);
        Address = address;
    }
}
