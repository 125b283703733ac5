using System.Text.Encodings.Web;
using System.Text.Json;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Campaigns;

namespace NotifyHub.Components.Pages.Campaigns;

/// <summary>A campaign with its report. Counting a million takes a while, so a page that follows counts no more often than it can afford.</summary>
public sealed class CampaignPageState(CampaignReports reports, TimeProvider time)
{
    /// <summary>Share of the time that may go into counting.</summary>
    private const int Rest = 10;
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private long _readAt;
    private TimeSpan _took;

    /// <summary>As counted last; null when there is none under this id.</summary>
    public CampaignReport? Report { get; private set; }

    /// <summary>How far it is; null until it started.</summary>
    public CampaignProgress? Progress { get; private set; }

    /// <summary>What it sends, for reading.</summary>
    public string Send { get; private set; } = "";

    /// <summary>Reads and counts it.</summary>
    public async Task LoadAsync(long projectId, string id, CancellationToken cancel = default)
    {
        var began = time.GetTimestamp();
        Report = RowId.TryParse(RowId.Campaign, id, out var row) ? await reports.OfAsync(projectId, row, cancel) : null;
        Progress = Report?.Row.StartedAt is null ? null : await reports.ProgressAsync(Report.Row, cancel);
        Send = Report is null ? "" : JsonSerializer.Serialize(JsonDocument.Parse(Report.Row.Send).RootElement, Written);
        (_took, _readAt) = (time.GetElapsedTime(began), time.GetTimestamp());
    }

    /// <summary>As the other, unless the last counting was so long that it is too early.</summary>
    public Task FollowAsync(long projectId, string id, CancellationToken cancel = default) =>
        time.GetElapsedTime(_readAt) >= _took * Rest ? LoadAsync(projectId, id, cancel) : Task.CompletedTask;
}
