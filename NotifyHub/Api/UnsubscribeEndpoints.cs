using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Audience.People;
using NotifyHub.Audience.Preferences;
using NotifyHub.Pipeline.Channels.Email;

namespace NotifyHub.Api;

/// <summary>Links in mails: whoever has one may leave what it names, without signing in. Looking at it does nothing, so that programs that follow links do no harm; only a POST acts (RFC 8058).</summary>
internal static class UnsubscribeEndpoints
{
    public static void MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        var link = routes.MapGroup("/unsubscribe/{token}").AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        link.MapGet("", Show);
        link.MapPost("", ActAsync);
    }

    private static ContentHttpResult Show(string token, UnsubscribeLinks links) => links.Read(token) is { } wish
        ? Page("Unsubscribe?", $"<p>You get no more notifications of <strong>{WebUtility.HtmlEncode(wish.Category)}</strong>.</p><form method=\"post\"><button type=\"submit\">Unsubscribe</button></form>")
        : Over();

    private static async Task<ContentHttpResult> ActAsync(string token, UnsubscribeLinks links, PersonRegistry people, ConsentBook book, HttpContext http, CancellationToken cancel)
    {
        if (links.Read(token) is not { } wish)
        {
            return Over();
        }
        if (await people.UserIdAsync(wish.ProjectId, wish.PersonId, cancel) is { } user)
        {
            await book.SetAsync(wish.ProjectId, SubjectKey.OfUser(user), [new PreferenceChange { Category = wish.Category, OptedOut = true }],
                new ConsentOrigin("one_click", null, http.Connection.RemoteIpAddress?.ToString()), cancel);
        }
        // Whoever was erased gets nothing either.
        return Page("You are unsubscribed", $"<p>Nothing more of <strong>{WebUtility.HtmlEncode(wish.Category)}</strong> comes to you.</p>");
    }

    private static ContentHttpResult Over() => Page("This link does not work", "<p>It is over, or was not copied whole. The newest mail has one that works.</p>", StatusCodes.Status404NotFound);

    private static ContentHttpResult Page(string title, string body, int status = StatusCodes.Status200OK) => TypedResults.Content(
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>"
        + "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}</style></head>"
        + $"<body><main><h1>{title}</h1>{body}</main></body></html>", "text/html; charset=utf-8", statusCode: status);
}
