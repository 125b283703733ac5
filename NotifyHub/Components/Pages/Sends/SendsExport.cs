using System.Globalization;
using Microsoft.AspNetCore.Components.Authorization;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Sends;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>The list as a file, with the same filters as the page.</summary>
public static class SendsExport
{
    /// <summary>Rows in a file; more is a case for the API.</summary>
    public const int MostRows = 10_000;

    private static readonly string[] Headings =
        ["id", "accepted_at", "status", "reason", "title", "preview", "user", "device", "provider", "outcome", "error", "attempts", "sent_at", "acked_at", "opened_at", "campaign"];

    /// <summary>GET /sends/export.csv with the page's query.</summary>
    public static async Task DownloadAsync(HttpContext http, ICurrentMember members, AuthenticationStateProvider session, SendQueries queries, TimeProvider time)
    {
        // Outside of Blazor nobody else tells the circuit's provider who asks.
        (session as IHostEnvironmentAuthenticationStateProvider)?.SetAuthenticationState(Task.FromResult(new AuthenticationState(http.User)));
        var member = await members.GetAsync(http.RequestAborted);
        var zone = ViewerZone.Find(member.TimeZone, http.Request.Cookies["nh_tz"]);
        var filter = SendsAddress.Parse(http.Request.QueryString.Value).ToFilter(time.GetUtcNow(), zone);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"sends.csv\"";
        await http.Response.WriteAsync(CsvText.Mark + Line(Headings), http.RequestAborted);
        ListCursor? cursor = default(ListCursor);
        for (var written = 0; cursor is { } at && written < MostRows;)
        {
            var page = await queries.PageAsync(member.ProjectId, filter, at, 1000, http.RequestAborted);
            await http.Response.WriteAsync(string.Concat(page.Items.Select(row => Line(Cells(row)))), http.RequestAborted);
            written += page.Items.Count;
            cursor = page.Older;
        }
    }

    /// <summary>One line of the file.</summary>
    public static string Line(IEnumerable<string?> cells) => CsvText.Line(cells);

    private static IEnumerable<string?> Cells(SendRow row) =>
    [
        RowId.Format(RowId.Delivery, row.Id), At(row.CreatedAt), row.Status.ToString(), row.Reason == DeliveryReason.None ? "" : row.Reason.ToString(), row.Title, row.Preview,
        row.UserId, RowId.Format(RowId.Device, row.DeviceId), row.Provider.Wire(), row.Outcome, row.Error, row.Attempts.ToString(CultureInfo.InvariantCulture),
        At(row.SentAt), At(row.AckedAt), At(row.OpenedAt), row.CampaignId,
    ];

    private static string? At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
