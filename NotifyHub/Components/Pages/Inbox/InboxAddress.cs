using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Audience.Inbox;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Inbox;

/// <summary>What the page's address says: the tab, what is looked for, and which item is open. What can't be read is left out.</summary>
/// <param name="State">The tab.</param>
/// <param name="Type">Key of the type.</param>
/// <param name="Text">Words in title or text.</param>
/// <param name="Days">A span that moves with the day.</param>
/// <param name="From">First day on the viewer's calendar, in place of a span.</param>
/// <param name="Until">Last day, which belongs to it.</param>
/// <param name="Item">The opened one.</param>
public sealed record InboxAddress(InboxState State = InboxState.Unread, string? Type = null, string? Text = null, int? Days = null, DateOnly? From = null, DateOnly? Until = null, long? Item = null)
{
    /// <summary>The choice of days of one's own.</summary>
    public const string OwnDays = "own";

    private const string DayFormat = "yyyy-MM-dd";
    private const int UsualSpan = 7;

    /// <summary>What the filter of time offers.</summary>
    public static readonly IReadOnlyList<(string Value, string Words)> Spans = [("1", "Last day"), ("7", "Last 7 days"), ("30", "Last 30 days"), (OwnDays, "From day to day")];

    /// <summary>Days of one's own are chosen.</summary>
    public bool HasOwnDays => From is not null || Until is not null;

    /// <summary>Which of <see cref="Spans"/> is in force; null for none.</summary>
    public string? Span => HasOwnDays ? OwnDays : Days?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether anything narrows the tab.</summary>
    public bool IsFiltered => this with { State = default, Item = null } != new InboxAddress(default(InboxState));

    /// <summary>From "?" on.</summary>
    public static InboxAddress Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        var (from, until) = (ParseDay(Said("from")), ParseDay(Said("until")));
        return new InboxAddress(
            Enum.TryParse<InboxState>(Said("tab"), ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : InboxState.Unread, Said("type"), Said("q"),
            from is null && until is null && int.TryParse(Said("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 400 ? days : null, from, until,
            RowId.TryParse(RowId.InboxItem, Said("item"), out var item) ? item : null);

        string? Said(string name) => values.TryGetValue(name, out var text) && text.ToString().Trim() is { Length: > 0 and <= 200 } said ? said : null;
    }

    /// <summary>Reads what a date field gives.</summary>
    public static DateOnly? ParseDay(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 9000 ? day : null;

    /// <summary>As a date field takes it.</summary>
    public static string? FormatDay(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The address that says it.</summary>
    public string Href()
    {
        var parts = new List<string>();
        Add("tab", State == InboxState.Unread ? null : State.ToString().ToLowerInvariant());
        Add("type", Type);
        Add("q", Text);
        Add("days", Days?.ToString(CultureInfo.InvariantCulture));
        Add("from", FormatDay(From));
        Add("until", FormatDay(Until));
        Add("item", Item is { } item ? RowId.Format(RowId.InboxItem, item) : null);
        return parts.Count == 0 ? "/inbox" : $"/inbox?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    /// <summary>Another choice of time; days of one's own begin as the last week.</summary>
    public InboxAddress With(string? span, DateOnly today) => this with
    {
        Days = int.TryParse(span, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null, From = span == OwnDays ? today.AddDays(-UsualSpan) : null, Until = span == OwnDays ? today : null, Item = null,
    };

    /// <summary>What is looked for. Days are the viewer's: they begin and end when the clock at their place says so.</summary>
    public InboxFilter Filter(DateTimeOffset now, ViewerZone zone)
    {
        var today = DateOnly.FromDateTime(zone.Local(now).DateTime);
        return new InboxFilter(State, Type, Text, Start(Days is { } days ? today.AddDays(-days) : From), Start(Until?.AddDays(1)));

        DateTimeOffset? Start(DateOnly? day) => day is { } known ? zone.Moment(known.ToDateTime(TimeOnly.MinValue)).ToUniversalTime() : null;
    }
}
