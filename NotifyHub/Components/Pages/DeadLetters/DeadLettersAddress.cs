using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Components.Pages.Sends;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;

namespace NotifyHub.Components.Pages.DeadLetters;

/// <summary>The list's filters and place as its address holds them. What can't be read is left out.</summary>
public sealed record DeadLettersAddress
{
    /// <summary>The page itself.</summary>
    public const string Path = "/dead-letters";

    public DeliveryReason? Reason { get; init; }
    public ProviderKind? Provider { get; init; }
    public string? Campaign { get; init; }
    public long? DeviceId { get; init; }

    /// <summary>One of <see cref="SendsAddress.Ranges"/>.</summary>
    public string? Range { get; init; }
    public string? Text { get; init; }

    /// <summary>Those that were put aside.</summary>
    public bool Discarded { get; init; }
    public ListCursor Cursor { get; init; }

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsFiltered => this with { Cursor = default, Discarded = false } != new DeadLettersAddress();

    /// <summary>Reads the part after "?".</summary>
    public static DeadLettersAddress Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new DeadLettersAddress
        {
            Reason = Enum.TryParse<DeliveryReason>(Get("reason"), ignoreCase: true, out var reason) && Enum.IsDefined(reason) ? reason : null,
            Provider = ProviderNames.TryParse(Get("provider"), ProviderNames.Called, out var provider) ? provider : null,
            Campaign = Get("campaign"),
            DeviceId = RowId.TryParse(RowId.Device, Get("device"), out var device) ? device : null,
            Range = SendsAddress.Ranges.Any(range => range.Value == Get("range")) ? Get("range") : null,
            Text = Get("q"),
            Discarded = Get("show") == "discarded",
            Cursor = new ListCursor(Id("before"), Id("after")),
        };

        string? Get(string key) => values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString().Trim() : null;
        long? Id(string key) => RowId.TryParse(RowId.Delivery, Get(key), out var id) ? id : null;
    }

    /// <summary>The page's address.</summary>
    public string Href(string path = Path)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["show"] = Discarded ? "discarded" : null,
            ["reason"] = Reason?.ToString().ToLowerInvariant(),
            ["provider"] = Provider?.Wire(),
            ["campaign"] = Campaign,
            ["device"] = DeviceId is { } device ? RowId.Format(RowId.Device, device) : null,
            ["range"] = Range,
            ["q"] = Text,
            ["before"] = Cursor.Before is { } before ? RowId.Format(RowId.Delivery, before) : null,
            ["after"] = Cursor.After is { } after ? RowId.Format(RowId.Delivery, after) : null,
        };
        return QueryHelpers.AddQueryString(path, values.Where(pair => pair.Value is not null));
    }

    /// <summary>Another place in the same list.</summary>
    public string HrefAt(ListCursor cursor) => (this with { Cursor = cursor }).Href();

    /// <summary>What the database is asked.</summary>
    public DeadLetterFilter ToFilter(DateTimeOffset now)
    {
        var length = SendsAddress.Ranges.FirstOrDefault(range => range.Value == Range).Length;
        return new DeadLetterFilter
        {
            Reason = Reason, Provider = Provider, Campaign = Campaign, DeviceId = DeviceId, Text = Text, Discarded = Discarded,
            From = length > TimeSpan.Zero ? now - length : null,
        };
    }
}
