using Microsoft.AspNetCore.Components.Authorization;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Campaigns;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Campaigns;

/// <summary>A campaign's report as a file.</summary>
public static class CampaignExport
{
    /// <summary>GET /campaigns/{id}/report.csv</summary>
    public static async Task DownloadAsync(string id, HttpContext http, ICurrentMember members, AuthenticationStateProvider session, CampaignReports reports)
    {
        // Outside of Blazor nobody else tells the circuit's provider who asks.
        (session as IHostEnvironmentAuthenticationStateProvider)?.SetAuthenticationState(Task.FromResult(new AuthenticationState(http.User)));
        var member = await members.GetAsync(http.RequestAborted);
        if (!RowId.TryParse(RowId.Campaign, id, out var campaign) || await reports.OfAsync(member.ProjectId, campaign, http.RequestAborted) is not { } report)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{id}.csv\"";
        await http.Response.WriteAsync(CampaignCsv.Write(report), http.RequestAborted);
    }
}
