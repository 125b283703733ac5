using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.People;

namespace NotifyHub.Components.Pages.People;

/// <summary>The list's search and place as its address holds them. What can't be read is left out.</summary>
public sealed record PeopleAddress
{
    public PersonFilter Filter { get; init; } = new();
    public ListCursor Cursor { get; init; }

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsFiltered => Filter != new PersonFilter();

    /// <summary>Reads the part after "?".</summary>
    public static PeopleAddress Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new PeopleAddress { Filter = new PersonFilter { Text = Get("q") }, Cursor = new ListCursor(Id("before"), Id("after")) };

        string? Get(string key) => values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString().Trim() : null;
        long? Id(string key) => RowId.TryParse(RowId.Person, Get(key), out var id) ? id : null;
    }

    /// <summary>The page's address.</summary>
    public string Href()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["q"] = Filter.Text,
            ["before"] = Cursor.Before is { } before ? RowId.Format(RowId.Person, before) : null,
            ["after"] = Cursor.After is { } after ? RowId.Format(RowId.Person, after) : null,
        };
        return QueryHelpers.AddQueryString("/people", values.Where(pair => pair.Value is not null));
    }

    /// <summary>Another place in the same list.</summary>
    public string HrefAt(ListCursor cursor) => (this with { Cursor = cursor }).Href();
}
