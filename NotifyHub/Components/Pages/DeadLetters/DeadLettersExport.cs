using Microsoft.AspNetCore.Components.Authorization;
using NotifyHub.Insights.DeadLetters;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.DeadLetters;

/// <summary>The list as a file, with the same filters as the page.</summary>
public static class DeadLettersExport
{
    /// <summary>GET /dead-letters/export.csv with the page's query.</summary>
    public static async Task DownloadAsync(HttpContext http, ICurrentMember members, AuthenticationStateProvider session, DeadLetterQueries queries, TimeProvider time)
    {
        // Outside of Blazor nobody else tells the circuit's provider who asks.
        (session as IHostEnvironmentAuthenticationStateProvider)?.SetAuthenticationState(Task.FromResult(new AuthenticationState(http.User)));
        var member = await members.GetAsync(http.RequestAborted);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"dead-letters.csv\"";
        await queries.WriteCsvAsync(member.ProjectId, DeadLettersAddress.Parse(http.Request.QueryString.Value).ToFilter(time.GetUtcNow()), http.Response.Body, http.RequestAborted);
    }
}
