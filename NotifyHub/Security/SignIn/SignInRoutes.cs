using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Accounts;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.SignIn;

/// <summary>What a form of the dashboard posts outside of Blazor, because it changes the cookie. Each form holds an AntiforgeryToken.</summary>
public static class SignInRoutes
{
    /// <summary>POST /sign-out, POST /switch-project, and what an account's own pages post.</summary>
    public static void MapSignIn(this WebApplication app)
    {
        app.MapPost("/sign-out", SignOutAsync).ExcludeFromDescription();
        app.MapPost("/switch-project", SwitchAsync).ExcludeFromDescription();
        app.MapAccounts();
    }

    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery)
    {
        // Signed out in another tab, or a foreign site's post: nothing is done, and the front page shows who is here.
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.Redirect("/");
        }
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.Redirect("/sign-in");
    }

    private static async Task<Results<RedirectHttpResult, BadRequest, NotFound>> SwitchAsync(
        HttpContext http, IAntiforgery antiforgery, UserManager<HubUser> users, SignInManager<HubUser> sessions, Projects projects, CancellationToken cancel)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.BadRequest();
        }
        var form = await http.Request.ReadFormAsync(cancel);
        var user = await users.GetUserAsync(http.User);
        if (user is null || !RowId.TryParse(RowId.Project, form["project"], out var id) || !(await projects.OfAsync(user.Id, cancel)).Any(p => p.Id == id))
        {
            return TypedResults.NotFound();
        }
        // The properties are carried over, so that changing the project does not begin a new session.
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        await sessions.SignInWithClaimsAsync(user, session.Properties, [new Claim(CurrentMember.ProjectClaim, RowId.Format(RowId.Project, id))]);
        return TypedResults.Redirect("/");
    }
}
