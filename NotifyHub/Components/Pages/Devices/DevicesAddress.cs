using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Devices;

namespace NotifyHub.Components.Pages.Devices;

/// <summary>The list's filters and place as its address holds them. What can't be read is left out.</summary>
public sealed record DevicesAddress
{
    public DeviceFilter Filter { get; init; } = new();
    public ListCursor Cursor { get; init; }

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsFiltered => Filter != new DeviceFilter();

    /// <summary>Reads the part after "?".</summary>
    public static DevicesAddress Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new DevicesAddress
        {
            Filter = new DeviceFilter
            {
                Provider = ProviderNames.TryParse(Get("provider"), out var provider) ? provider : null,
                Status = Enum.TryParse<DeviceStatus>(Get("status"), ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
                Platform = Get("platform"),
                UserId = Get("user"),
                Text = Get("q"),
            },
            Cursor = new ListCursor(Id("before"), Id("after")),
        };

        string? Get(string key) => values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString().Trim() : null;
        long? Id(string key) => RowId.TryParse(RowId.Device, Get(key), out var id) ? id : null;
    }

    /// <summary>The page's address.</summary>
    public string Href()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["provider"] = Filter.Provider?.Wire(),
            ["status"] = Filter.Status?.ToString().ToLowerInvariant(),
            ["platform"] = Filter.Platform,
            ["user"] = Filter.UserId,
            ["q"] = Filter.Text,
            ["before"] = Cursor.Before is { } before ? RowId.Format(RowId.Device, before) : null,
            ["after"] = Cursor.After is { } after ? RowId.Format(RowId.Device, after) : null,
        };
        return QueryHelpers.AddQueryString("/devices", values.Where(pair => pair.Value is not null));
    }

    /// <summary>Another place in the same list.</summary>
    public string HrefAt(ListCursor cursor) => (this with { Cursor = cursor }).Href();
}
