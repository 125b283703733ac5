using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>The list's filters and place as its address holds them: a link that can be kept and sent. What can't be read is left out.</summary>
public sealed record SendsAddress
{
    /// <summary>Ranges that move with the clock, by their name in the address.</summary>
    public static readonly IReadOnlyList<(string Value, string Words, TimeSpan Length)> Ranges =
    [
        ("15m", "Last 15 minutes", TimeSpan.FromMinutes(15)),
        ("1h", "Last hour", TimeSpan.FromHours(1)),
        ("24h", "Last 24 hours", TimeSpan.FromHours(24)),
        ("7d", "Last 7 days", TimeSpan.FromDays(7)),
        ("30d", "Last 30 days", TimeSpan.FromDays(30)),
    ];

    private const string WallFormat = "yyyy-MM-ddTHH:mm";

    public DeliveryStatus? Status { get; init; }
    public ProviderKind? Provider { get; init; }
    public string? Campaign { get; init; }
    public string? Template { get; init; }
    public string? Category { get; init; }
    public bool? Acked { get; init; }

    /// <summary>One of <see cref="Ranges"/>.</summary>
    public string? Range { get; init; }

    /// <summary>Wall-clock times of the viewer, "2026-11-21T14:00".</summary>
    public DateTime? From { get; init; }
    public DateTime? To { get; init; }
    public long? DeviceId { get; init; }
    public string? UserId { get; init; }
    public string? Text { get; init; }
    public ListCursor Cursor { get; init; }

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsFiltered => this with { Cursor = default } != new SendsAddress();

    /// <summary>How many of the filters behind "More" are in force.</summary>
    public int RareFilters => new object?[] { Campaign, Template, Category, DeviceId, UserId, From, To }.Count(value => value is not null);

    /// <summary>Whether new rows belong at the top of what is shown.</summary>
    public bool IsFirstPage => Cursor == default;

    /// <summary>Reads the part after "?".</summary>
    public static SendsAddress Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new SendsAddress
        {
            Status = Enum.TryParse<DeliveryStatus>(Get("status"), ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
            Provider = ProviderNames.TryParse(Get("provider"), ProviderNames.All, out var provider) ? provider : null,
            Campaign = Get("campaign"),
            Template = Get("template"),
            Category = Get("category"),
            Acked = Get("ack") switch { "yes" => true, "no" => false, _ => null },
            Range = Ranges.Any(range => range.Value == Get("range")) ? Get("range") : null,
            From = Wall("from"),
            To = Wall("to"),
            DeviceId = RowId.TryParse(RowId.Device, Get("device"), out var device) ? device : null,
            UserId = Get("user"),
            Text = Get("q"),
            Cursor = new ListCursor(Id("before"), Id("after")),
        };

        string? Get(string key) => values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString().Trim() : null;
        long? Id(string key) => RowId.TryParse(RowId.Delivery, Get(key), out var id) ? id : null;
        DateTime? Wall(string key) => ParseWall(Get(key));
    }

    /// <summary>Reads what a date and time field gives.</summary>
    public static DateTime? ParseWall(string? text) =>
        DateTime.TryParseExact(text, WallFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall) ? wall : null;

    /// <summary>As a date and time field takes it.</summary>
    public static string? FormatWall(DateTime? wall) => wall?.ToString(WallFormat, CultureInfo.InvariantCulture);

    /// <summary>The page's address.</summary>
    public string Href(string path = "/sends")
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["status"] = Status?.ToString().ToLowerInvariant(),
            ["provider"] = Provider?.Wire(),
            ["campaign"] = Campaign,
            ["template"] = Template,
            ["category"] = Category,
            ["ack"] = Acked switch { true => "yes", false => "no", null => null },
            ["range"] = Range,
            ["from"] = FormatWall(From),
            ["to"] = FormatWall(To),
            ["device"] = DeviceId is { } device ? RowId.Format(RowId.Device, device) : null,
            ["user"] = UserId,
            ["q"] = Text,
            ["before"] = Cursor.Before is { } before ? RowId.Format(RowId.Delivery, before) : null,
            ["after"] = Cursor.After is { } after ? RowId.Format(RowId.Delivery, after) : null,
        };
        return QueryHelpers.AddQueryString(path, values.Where(pair => pair.Value is not null));
    }

    /// <summary>Another place in the same list.</summary>
    public string HrefAt(ListCursor cursor) => (this with { Cursor = cursor }).Href();

    /// <summary>What the database is asked. A range that moves with the clock gives way to times that were set.</summary>
    public SendFilter ToFilter(DateTimeOffset now, ViewerZone zone)
    {
        var length = Ranges.FirstOrDefault(range => range.Value == Range).Length;
        return new SendFilter
        {
            Status = Status,
            Provider = Provider,
            Campaign = Campaign,
            Template = Template,
            Category = Category,
            Acked = Acked,
            From = From is { } from ? zone.Moment(from) : length > TimeSpan.Zero && To is null ? now - length : null,
            To = To is { } to ? zone.Moment(to) : null,
            DeviceId = DeviceId,
            UserId = UserId,
            Text = Text,
        };
    }
}
