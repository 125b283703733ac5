using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Expo;

/// <summary>Answers in Expo's shape: <c>{data}</c>, or <c>{errors: [{code, message, details?}]}</c> for a whole request.</summary>
internal static class ExpoAnswers
{
    public static TwinAnswer Data(JsonNode data) => TwinAnswer.Json(StatusCodes.Status200OK, null, new JsonObject { ["data"] = data });

    public static TwinAnswer Refused(int status, string code, string message, JsonObject? details = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message, ["isTransient"] = status is 429 or >= 500 };
        if (details is not null)
        {
            error["details"] = details;
        }

        return TwinAnswer.Json(status, code, new JsonObject { ["errors"] = new JsonArray(error) });
    }

    public static TwinAnswer Invalid(string message) => Refused(400, "VALIDATION_ERROR", message);

    public static TwinAnswer BadToken() => Refused(401, "UNAUTHORIZED", "The bearer token is invalid.");

    public static TwinAnswer Forbidden(string app) =>
        Refused(403, "UNAUTHORIZED", $"Insufficient permissions to send push notifications to {app}: it has enhanced push security, so a valid access token is needed.");

    public static TwinAnswer TooMany() => Refused(429, "TOO_MANY_REQUESTS", $"Too many requests: an app may be sent {ExpoAccounts.MostPerSecond} notifications a second.");

    /// <summary>A request for several apps: Expo tells whose token is whose.</summary>
    public static TwinAnswer SeveralApps(IEnumerable<IGrouping<string, string>> tokensByApp) =>
        Refused(400, "PUSH_TOO_MANY_EXPERIENCE_IDS", "All push notification messages in the same request must be for the same project.",
            new JsonObject(tokensByApp.Select(app => KeyValuePair.Create<string, JsonNode?>(app.Key, new JsonArray([.. app.Select(token => JsonValue.Create(token))])))));

    public static JsonObject Ok(string? id = null) => id is null ? new() { ["status"] = "ok" } : new() { ["status"] = "ok", ["id"] = id };

    public static JsonObject Error(string word, string token) => new()
    {
        ["status"] = "error",
        ["message"] = word == "DeviceNotRegistered" ? $"\"{token}\" is not a registered push notification recipient" : $"{word}: \"{token}\" was not sent to",
        ["details"] = new JsonObject { ["error"] = word, ["expoPushToken"] = token },
    };

    /// <summary>A scripted status for the whole request.</summary>
    public static TwinAnswer Scripted(ScriptedFault fault) => (fault.Status, fault.Reason) switch
    {
        (400, null) => Invalid("\"[0]\" is not allowed."),
        (401 or 403, null) => Forbidden("this app"),
        (429, null) => TooMany(),
        (var status, { } code) => Refused(status, code, $"{code} by script."),
        (var status, null) => Refused(status, status >= 500 ? "INTERNAL_SERVER_ERROR" : "API_ERROR", "Scripted."),
    };
}
