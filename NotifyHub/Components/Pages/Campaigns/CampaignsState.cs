using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Campaigns;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Campaigns;

namespace NotifyHub.Components.Pages.Campaigns;

/// <summary>A campaign in the list with how far it is; null where nothing was sent.</summary>
public sealed record CampaignLine(CampaignView View, CampaignProgress? Progress);

/// <summary>The list: newest first, a page at a time, by state. Counting is kept to a share of the time, since a page that follows reads often.</summary>
public sealed class CampaignsState(CampaignDesk desk, CampaignReports reports, TimeProvider time)
{
    private const int PageSize = 25, Rest = 10;

    private readonly Dictionary<long, (CampaignProgress Progress, long Version, long At, TimeSpan Took)> _known = [];

    /// <summary>Rows of the page.</summary>
    public IReadOnlyList<CampaignLine> Lines { get; private set; } = [];

    /// <summary>The state that is asked for; null for all.</summary>
    public CampaignState? State { get; private set; }

    /// <summary>Address of the next page; null on the last.</summary>
    public string? OlderHref { get; private set; }

    /// <summary>Whether this is not the first page.</summary>
    public bool IsLater { get; private set; }

    /// <summary>Reads the page of this address.</summary>
    public async Task LoadAsync(long projectId, string query, CancellationToken cancel = default)
    {
        var values = QueryHelpers.ParseQuery(query);
        State = values.TryGetValue("state", out var state) && Enum.TryParse<CampaignState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
        var before = values.TryGetValue("before", out var from) && RowId.TryParse(RowId.Campaign, from, out var id) ? id : (long?)null;
        var rows = await desk.ListAsync(projectId, State, before, PageSize + 1, cancel);
        var lines = new List<CampaignLine>();
        foreach (var view in rows.Take(PageSize))
        {
            lines.Add(new CampaignLine(view, view.Row.StartedAt is null ? null : await ProgressAsync(view.Row, cancel)));
        }
        (Lines, IsLater) = (lines, before is not null);
        OlderHref = rows.Count > PageSize ? Href(State, rows[PageSize - 1].Row.Id) : null;
    }

    /// <summary>Address of the list.</summary>
    public static string Href(CampaignState? state, long? before = null) => QueryHelpers.AddQueryString("/campaigns", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["state"] = state?.ToString().ToLowerInvariant(), ["before"] = before is { } id ? RowId.Format(RowId.Campaign, id) : null,
    }.Where(pair => pair.Value is not null));

    // What is over does not move any more; what took long to count is counted again only after ten times as long.
    private async Task<CampaignProgress> ProgressAsync(Campaign row, CancellationToken cancel)
    {
        var isOver = row.State == CampaignState.Completed;
        if (_known.TryGetValue(row.Id, out var known) && known.Version == row.Version && (isOver || time.GetElapsedTime(known.At) < known.Took * Rest))
        {
            return known.Progress;
        }
        var began = time.GetTimestamp();
        var progress = await reports.ProgressAsync(row, cancel);
        _known[row.Id] = (progress, row.Version, time.GetTimestamp(), time.GetElapsedTime(began));
        return progress;
    }
}
