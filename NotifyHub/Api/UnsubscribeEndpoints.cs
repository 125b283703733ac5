using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Audience.People;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Types;

namespace NotifyHub.Api;

/// <summary>Links in mails: whoever has one may leave what it names, without signing in. Looking at it does nothing, so that programs that follow links do no harm; only a POST acts (RFC 8058).</summary>
internal static class UnsubscribeEndpoints
{
    // The reader's mail program posts by itself and has no form of ours: the token is what proves the wish.
    public static void MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        var link = routes.MapGroup("/unsubscribe/{token}").AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        link.MapGet("", ShowAsync);
        link.MapPost("", ActAsync);
    }

    private static async Task<ContentHttpResult> ShowAsync(string token, UnsubscribeLinks links, PreferenceLinks preferences, TypeBook types, CancellationToken cancel) => links.Read(token) is { } wish
        ? Page("Unsubscribe?", $"<p>You get no more {await NameAsync(wish, types, cancel)}.</p><form method=\"post\"><button type=\"submit\">Unsubscribe</button></form>{Choices(wish, preferences)}")
        : Over();

    private static async Task<ContentHttpResult> ActAsync(
        string token, UnsubscribeLinks links, PreferenceLinks preferences, PersonRegistry people, ConsentBook book, PreferenceMatrix matrix, TypeBook types, HttpContext http, CancellationToken cancel)
    {
        if (links.Read(token) is not { } wish)
        {
            return Over();
        }
        var name = await NameAsync(wish, types, cancel);
        // Whoever was erased gets nothing either.
        if (await people.UserIdAsync(wish.ProjectId, wish.PersonId, cancel) is { } user)
        {
            try
            {
                var origin = new ConsentOrigin("one_click", null, http.Connection.RemoteIpAddress?.ToString());
                await (wish.IsType
                    ? matrix.SetAsync(wish.ProjectId, wish.PersonId, [new CellChange(wish.Of, ChannelKind.Email, IsOn: false)], origin, cancel)
                    : book.SetAsync(wish.ProjectId, SubjectKey.OfUser(user), [new PreferenceChange { Category = wish.Of, OptedOut = true }], origin, cancel));
            }
            catch (RefusedException refused) when (refused.Faults.Count > 0)
            {
                // The project made the type critical after this mail, or has none of it any more.
                return Page("This can't be turned off", $"<p>{WebUtility.HtmlEncode(refused.Faults[0].Message)}</p>{Choices(wish, preferences)}", StatusCodes.Status409Conflict);
            }
        }
        return Page("You are unsubscribed", $"<p>You get no more {name}.</p>{Choices(wish, preferences)}");
    }

    private static async Task<string> NameAsync(UnsubscribeWish wish, TypeBook types, CancellationToken cancel) => wish.IsType
        ? $"mails of <strong>{WebUtility.HtmlEncode((await types.FindAsync(wish.ProjectId, wish.Of, cancel))?.Label ?? wish.Of)}</strong>; other channels stay as they are"
        : $"notifications of <strong>{WebUtility.HtmlEncode(wish.Of)}</strong>";

    private static string Choices(UnsubscribeWish wish, PreferenceLinks preferences) =>
        $"<p><a href=\"../preferences/{preferences.Make(new PreferenceHolder(wish.ProjectId, wish.PersonId), PreferenceLinks.OnPage)}\">Choose what you get</a></p>";

    private static ContentHttpResult Over() => Page("This link does not work", "<p>It is over, or was not copied whole. The newest mail has one that works.</p>", StatusCodes.Status404NotFound);

    private static ContentHttpResult Page(string title, string body, int status = StatusCodes.Status200OK) => TypedResults.Content(
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>"
        + "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}</style></head>"
        + $"<body><main><h1>{title}</h1>{body}</main></body></html>", "text/html; charset=utf-8", statusCode: status);
}
