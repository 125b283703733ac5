using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Huawei;

/// <summary>Plays <c>oauth-login.cloud.huawei.com/oauth2/v3/token</c>: client id and secret in, an access token out.</summary>
internal sealed class HuaweiTokenEndpoint(HuaweiApps apps, HuaweiAccessTokens tokens, bool quick)
{
    private const int InvalidRequest = 1101;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/oauth2/v3/token", http => AnswerAsync(http));

    private async Task AnswerAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        await Answer(form).WriteAsync(http);
    }

    private TwinAnswer Answer(IFormCollection form)
    {
        if (form["grant_type"] != "client_credentials")
        {
            return Refused(20056, "invalid grant_type");
        }

        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        if (quick)
        {
            return id.Length > 0 && secret.Length > 0 ? Granted("quick") : Refused(20001, "invalid client");
        }

        return apps.Find(id, secret) is { } app ? Granted(app.AppId) : Refused(20044, "invalid client_id or client_secret");
    }

    private TwinAnswer Granted(string appId) => TwinAnswer.Json(StatusCodes.Status200OK, null, new JsonObject
    {
        ["access_token"] = tokens.Issue(appId),
        ["expires_in"] = HuaweiAccessTokens.LifeSeconds,
        ["token_type"] = "Bearer",
    });

    private static TwinAnswer Refused(int reason, string description) => TwinAnswer.Json(StatusCodes.Status400BadRequest, "invalid_request", new JsonObject
    {
        ["error"] = InvalidRequest,
        ["sub_error"] = reason,
        ["error_description"] = description,
    });
}
