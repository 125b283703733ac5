using Microsoft.AspNetCore.Components.Authorization;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.People;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.People;

/// <summary>Everything about a person as a file.</summary>
public static class PersonDownload
{
    /// <summary>GET /people/export.json?id=usr_...</summary>
    public static async Task DownloadAsync(HttpContext http, ICurrentMember members, AuthenticationStateProvider session, PersonQueries people, PersonExport export)
    {
        // Outside of Blazor nobody else tells the circuit's provider who asks.
        (session as IHostEnvironmentAuthenticationStateProvider)?.SetAuthenticationState(Task.FromResult(new AuthenticationState(http.User)));
        var member = await members.RequireAsync(ProjectRole.Operator, http.RequestAborted);
        var person = RowId.TryParse(RowId.Person, http.Request.Query["id"], out var id) ? await people.FindAsync(member.ProjectId, id, http.RequestAborted) : null;
        if (person is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{RowId.Format(RowId.Person, person.Id)}.json\"";
        await export.WriteAsync(person, http.Response.Body, http.RequestAborted);
    }
}
