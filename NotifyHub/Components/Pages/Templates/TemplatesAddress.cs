using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;

namespace NotifyHub.Components.Pages.Templates;

/// <summary>The list's search and place as its address holds them.</summary>
public sealed record TemplatesAddress
{
    public string? Text { get; init; }
    public ListCursor Cursor { get; init; }

    /// <summary>Reads the part after "?".</summary>
    public static TemplatesAddress Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new TemplatesAddress { Text = Get("q"), Cursor = new ListCursor(Id("before"), Id("after")) };

        string? Get(string key) => values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString().Trim() : null;
        long? Id(string key) => RowId.TryParse(RowId.Template, Get(key), out var id) ? id : null;
    }

    /// <summary>The page's address.</summary>
    public string Href()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["q"] = Text,
            ["before"] = Cursor.Before is { } before ? RowId.Format(RowId.Template, before) : null,
            ["after"] = Cursor.After is { } after ? RowId.Format(RowId.Template, after) : null,
        };
        return QueryHelpers.AddQueryString("/templates", values.Where(pair => pair.Value is not null));
    }

    /// <summary>Another place in the same list.</summary>
    public string HrefAt(ListCursor cursor) => (this with { Cursor = cursor }).Href();
}
