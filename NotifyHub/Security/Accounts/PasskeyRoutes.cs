using Microsoft.AspNetCore.Antiforgery;
using NotifyHub.Security.SignIn;

namespace NotifyHub.Security.Accounts;

/// <summary>What wwwroot/js/passkeys.js posts, each with the antiforgery token of its form: 200 with the next step, 400 with words for the person.</summary>
internal static class PasskeyRoutes
{
    private const int LongestCredential = 64 * 1024;

    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/profile/passkeys/options", (HttpContext http, IAntiforgery antiforgery, PasskeyDesk desk, CancellationToken cancel) =>
            AnswerAsync(http, antiforgery, form => desk.OfferAsync(http, form["Name"].ToString(), form["Password"].ToString(), cancel))).ExcludeFromDescription();
        routes.MapPost("/profile/passkeys/add", (HttpContext http, IAntiforgery antiforgery, PasskeyDesk desk, CancellationToken cancel) =>
            AnswerAsync(http, antiforgery, form => desk.AddAsync(http, form["Name"].ToString(), form["Credential"].ToString(), cancel))).ExcludeFromDescription();
        routes.MapPost("/sign-in/passkey/options", (HttpContext http, IAntiforgery antiforgery, PasskeyDesk desk) =>
            AnswerAsync(http, antiforgery, async _ => new PasskeyAnswer(null, await desk.AskAsync()))).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-in/passkey", (HttpContext http, IAntiforgery antiforgery, PasskeyDesk desk, CancellationToken cancel) =>
            AnswerAsync(http, antiforgery, form => desk.SignInAsync(http, form["Credential"].ToString(), cancel))).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, IAntiforgery antiforgery, Func<IFormCollection, Task<PasskeyAnswer>> deed)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.Text("This page is too old. Load it anew.", statusCode: StatusCodes.Status400BadRequest);
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["Credential"].ToString().Length > LongestCredential || form["Password"].ToString().Length > PasswordRules.Longest)
        {
            return TypedResults.Text("This is too long.", statusCode: StatusCodes.Status400BadRequest);
        }
        var answer = await deed(form);
        return answer.Fault is { } fault ? TypedResults.Text(fault, statusCode: StatusCodes.Status400BadRequest) : TypedResults.Text(answer.Text ?? "{}", "application/json");
    }
}
