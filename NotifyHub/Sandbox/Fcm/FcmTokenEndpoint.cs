using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Fcm;

/// <summary>Plays <c>oauth2.googleapis.com/token</c>: a signed assertion in (RFC 7523), an access token out.</summary>
internal sealed class FcmTokenEndpoint(FcmAccounts accounts, FcmAccessTokens tokens, TimeProvider clock, bool quick)
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string MessagingScope = "https://www.googleapis.com/auth/firebase.messaging";
    private const string PlatformScope = "https://www.googleapis.com/auth/cloud-platform";
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/token", http => AnswerAsync(http));

    private async Task AnswerAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var answer = form["grant_type"] == GrantType
            ? Exchange(form["assertion"].ToString(), http.Request)
            : Refused("unsupported_grant_type", "Invalid grant_type: " + form["grant_type"]);
        await answer.WriteAsync(http);
    }

    private TwinAnswer Exchange(string assertion, HttpRequest request)
    {
        if (quick)
        {
            return assertion.Length > 0 ? Granted("quick") : Refused("invalid_grant", "Missing assertion");
        }

        if (CompactJwt.Parse(assertion) is not { } jwt || accounts.Find(jwt.Claim("iss")) is not { } account)
        {
            return Refused("invalid_grant", "Invalid grant: account not found");
        }

        if (!jwt.IsSignedBy(account.PublicKey))
        {
            return Refused("invalid_grant", "Invalid JWT Signature.");
        }

        if (jwt.Claim("aud") != $"{request.Scheme}://{request.Host}{request.Path}")
        {
            return Refused("invalid_grant", "Invalid JWT: audience is not this token endpoint.");
        }

        if (!(jwt.Claim("scope") ?? "").Split(' ').Any(scope => scope is MessagingScope or PlatformScope))
        {
            return Refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
        }

        return IsTimely(jwt) ? Granted(account.ProjectId) : Refused("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.");
    }

    private bool IsTimely(CompactJwt jwt)
    {
        var now = clock.GetUtcNow();
        return jwt.Instant("iat") is { } issued && jwt.Instant("exp") is { } ends
            && issued <= now + ClockSkew && ends > now && ends - issued <= LongestLife;
    }

    private TwinAnswer Granted(string projectId) => TwinAnswer.Json(StatusCodes.Status200OK, null, new JsonObject
    {
        ["access_token"] = tokens.Issue(projectId),
        ["expires_in"] = FcmAccessTokens.LifeSeconds,
        ["token_type"] = "Bearer",
    });

    private static TwinAnswer Refused(string error, string description) =>
        TwinAnswer.Json(StatusCodes.Status400BadRequest, error, new JsonObject { ["error"] = error, ["error_description"] = description });
}
