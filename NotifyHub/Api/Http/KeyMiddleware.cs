using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.SignIn;

namespace NotifyHub.Api.Http;

/// <summary>Checks the key before anything of the body is read. 401 says that the key is no key, 403 that it may not do this.</summary>
internal sealed class KeyMiddleware(RequestDelegate next)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context, IKeyVerifier keys, PersonalTokens own)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<KeyRequirement>() is { } required)
        {
            var caller = await IdentifyAsync(context, keys, own, required);
            // Known from here on, also to those who tell its project of a refusal.
            context.Features.Set(caller);
            if (!MayPass(caller, required))
            {
                var scope = Name(required.Scope);
                context.Response.OnStarting(() => Challenge(context, $"Bearer error=\"insufficient_scope\", scope=\"{scope}\""));
                throw new ProblemException(Problems.InsufficientScope, caller.Kind == ApiKeyKind.Publishable
                    ? $"A publishable key may not do this. Use a server key with the scope {scope}."
                    : $"The key \"{caller.Name}\" lacks the scope {scope}.");
            }
        }
        await next(context);
    }

    private static async ValueTask<KeyCaller> IdentifyAsync(HttpContext context, IKeyVerifier keys, PersonalTokens own, KeyRequirement required)
    {
        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.OnStarting(() => Challenge(context, "Bearer"));
            throw new ProblemException(Problems.MissingKey, "Send the header Authorization: Bearer, followed by a key.");
        }
        var bearer = header[Scheme.Length..].Trim();
        if (await keys.VerifyAsync(bearer, context.RequestAborted) is { } caller)
        {
            return caller;
        }
        if (await own.VerifyAsync(bearer, context.RequestAborted) is not null)
        {
            var scope = Name(required.Scope);
            context.Response.OnStarting(() => Challenge(context, $"Bearer error=\"insufficient_scope\", scope=\"{scope}\""));
            throw new ProblemException(Problems.InsufficientScope, $"A personal token reads and changes what is its member's own, and nothing of the project. Use a server key with the scope {scope}.");
        }
        context.Response.OnStarting(() => Challenge(context, "Bearer error=\"invalid_token\""));
        throw new ProblemException(Problems.InvalidKey, "The key is malformed, unknown, revoked or expired.");
    }

    private static bool MayPass(KeyCaller caller, KeyRequirement required) => caller.Kind switch
    {
        ApiKeyKind.Publishable => required.Publishable,
        ApiKeyKind.Server => (caller.Scopes & required.Scope) == required.Scope,
        _ => false,
    };

    private static string Name(ApiScopes scope) =>
        string.Join(' ', scope.ToString().Split(", ").Select(s => s.ToLowerInvariant()));

    private static Task Challenge(HttpContext context, string value)
    {
        context.Response.Headers.WWWAuthenticate = value;
        return Task.CompletedTask;
    }
}
