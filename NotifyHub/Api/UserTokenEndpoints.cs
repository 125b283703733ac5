using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.People;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.SignIn;

namespace NotifyHub.Api;

/// <summary>Tokens for the app's own users.</summary>
internal static class UserTokenEndpoints
{
    public static void MapUserTokens(this IEndpointRouteBuilder routes) =>
        routes.MapApiGroup().WithTags("Users").MapPost("/user-tokens", MakeAsync).RequireKey(ApiScopes.Users)
            .WithName("createUserToken").WithSummary("Makes a token by which one user reads their own inbox, devices and preferences.")
            .WithDescription("A JWT (HS256) that nobody but this hub can make or read. Hand it to the user's app; it is shown once and not kept. It ends with its time, or when the user is erased.")
            .Refuses(Problems.NotFound).Example(Examples.UserTokenWish, 200, Examples.UserToken);

    private static async Task<Ok<UserTokenAnswer>> MakeAsync(JsonBody<UserTokenWish> body, KeyCaller caller, PersonRegistry people, UserTokens tokens, CancellationToken cancel)
    {
        var wish = body.Value;
        var faults = new FaultList();
        faults.Length("/userId", wish.UserId, 128);
        faults.Range("/ttlSeconds", wish.TtlSeconds, UserTokens.ShortestSeconds, UserTokens.LongestSeconds);
        faults.ThrowIfAny();
        var person = await people.FindAsync(caller.ProjectId, wish.UserId, cancel) ?? throw WireId.NotFound(wish.UserId);
        var (text, token) = tokens.Make(caller.ProjectId, person.Id, TimeSpan.FromSeconds(wish.TtlSeconds ?? 3600));
        return TypedResults.Ok(new UserTokenAnswer(text, token.ExpiresAt));
    }
}
