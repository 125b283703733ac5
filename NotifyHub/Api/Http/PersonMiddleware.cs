using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Authorization;
using NotifyHub.Audience.People;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.SignIn;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Api.Http;

/// <summary>The endpoint is a person's own: whoever calls it must be one. A key of an app is nobody.</summary>
public sealed record PersonRequirement;

/// <summary>States it on a route or a group.</summary>
public static class PersonRequirementExtensions
{
    /// <summary>Only people get in; the handler may take a <c>PersonCaller</c>.</summary>
    public static TBuilder RequirePerson<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new PersonRequirement()).AllowAnonymous();
}

/// <summary>For answers that last: whether the caller is still who they were. A token ends, a user is erased, a member signs out while a stream is open.</summary>
/// <param name="IsStillAsync">Looks anew.</param>
public sealed record PersonWatch(Func<Task<bool>> IsStillAsync)
{
    /// <summary>What the check of the caller left.</summary>
    public static ValueTask<PersonWatch?> BindAsync(HttpContext context) => new(context.Features.Get<PersonWatch>());
}

/// <summary>Finds out who calls a person's own route: an app's user by a user token, a member by a personal token or the session of the dashboard (with its antiforgery token on writes).</summary>
internal sealed class PersonMiddleware(RequestDelegate next)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context, IKeyVerifier keys, UserTokens tokens, PersonalTokens own, PersonRegistry people, MemberPeople members)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PersonRequirement>() is not null)
        {
            var caller = await CallerAsync();
            context.Features.Set(caller);
            context.Features.Set(new PersonWatch(async () =>
            {
                try
                {
                    return await CallerAsync() == caller;
                }
                catch (ProblemException)
                {
                    return false;
                }
            }));
        }
        await next(context);

        async Task<PersonCaller> CallerAsync() => context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await BearerAsync(context, header[Scheme.Length..].Trim(), keys, tokens, own, people, members)
            : await MemberAsync(context);
    }

    private static async Task<PersonCaller> BearerAsync(HttpContext context, string bearer, IKeyVerifier keys, UserTokens tokens, PersonalTokens own, PersonRegistry people, MemberPeople members)
    {
        if (await own.VerifyAsync(bearer, context.RequestAborted) is { } member)
        {
            return await members.OfAsync(member, context.RequestAborted);
        }
        if (tokens.Read(bearer) is { } token && await people.HolderAsync(token.ProjectId, token.PersonId, token.IssuedAt, context.RequestAborted) is { } user)
        {
            return new PersonCaller(token.ProjectId, token.PersonId, user);
        }
        if (!UserTokens.IsLike(bearer) && await keys.VerifyAsync(bearer, context.RequestAborted) is not null)
        {
            throw new ProblemException(Problems.UserRequired, "A key of an app is nobody. Send a user token (POST /v1/user-tokens makes one).");
        }
        throw Nobody(context, "The token is malformed, ended or revoked, or its user is gone.");
    }

    private static async Task<PersonCaller> MemberAsync(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            throw Nobody(context, "Send a user token as Authorization: Bearer, or the session of the dashboard.");
        }
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            throw new ProblemException(Problems.AntiforgeryRequired, "A session that writes sends the antiforgery token of its page too.");
        }
        try
        {
            // Outside of Blazor nobody else tells the circuit's provider who asks.
            (context.RequestServices.GetRequiredService<AuthenticationStateProvider>() as IHostEnvironmentAuthenticationStateProvider)?.SetAuthenticationState(Task.FromResult(new AuthenticationState(context.User)));
            var member = await context.RequestServices.GetRequiredService<ICurrentMember>().GetAsync(context.RequestAborted);
            return await context.RequestServices.GetRequiredService<MemberPeople>().OfAsync(member, context.RequestAborted);
        }
        catch (AccessDeniedException denied)
        {
            throw Nobody(context, denied.Message);
        }
    }

    private static ProblemException Nobody(HttpContext context, string words)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return Task.CompletedTask;
            });
        }
        return new ProblemException(Problems.UserTokenRequired, words);
    }
}
