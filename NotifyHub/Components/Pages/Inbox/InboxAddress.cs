using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Audience.Inbox;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Inbox;

/// <summary>What the page's address says: the tab, what is looked for, and which item is open.</summary>
public sealed record InboxAddress(InboxState State = InboxState.Unread, string? Type = null, string? Text = null, int? Days = null, long? Item = null)
{
    /// <summary>Days that the filter offers.</summary>
    public static readonly IReadOnlyList<(string Value, string Words)> Spans = [("1", "Last day"), ("7", "Last 7 days"), ("30", "Last 30 days")];

    /// <summary>From "?" on.</summary>
    public static InboxAddress Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new InboxAddress(
            Enum.TryParse<InboxState>(Said("tab"), ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : InboxState.Unread, Said("type"), Said("q"),
            int.TryParse(Said("days"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 400 ? days : null,
            RowId.TryParse(RowId.InboxItem, Said("item"), out var item) ? item : null);

        string? Said(string name) => values.TryGetValue(name, out var text) && text.ToString().Trim() is { Length: > 0 and <= 200 } said ? said : null;
    }

    /// <summary>The address that says it.</summary>
    public string Href()
    {
        var parts = new List<string>();
        Add("tab", State == InboxState.Unread ? null : State.ToString().ToLowerInvariant());
        Add("type", Type);
        Add("q", Text);
        Add("days", Days?.ToString(System.Globalization.CultureInfo.InvariantCulture));
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

    /// <summary>What is looked for.</summary>
    public InboxFilter Filter(DateTimeOffset now) => new(State, Type, Text, Days is { } days ? now.Date.AddDays(-days) : null);
}
