using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Fcm;

/// <summary>Answers in Google's shape (google.rpc.Status with typed details).</summary>
internal static class FcmAnswers
{
    private const string TypePrefix = "type.googleapis.com/";

    public static TwinAnswer Accepted(string name) => TwinAnswer.Json(StatusCodes.Status200OK, null, new JsonObject { ["name"] = name });

    public static TwinAnswer Unauthenticated() => Refused(401, "UNAUTHENTICATED", null,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.");

    public static TwinAnswer PermissionDenied(string project) => Refused(403, "PERMISSION_DENIED", null,
        $"Permission 'cloudmessaging.messages.create' denied on resource '//cloudresourcemanager.googleapis.com/projects/{project}' (or it may not exist).");

    public static TwinAnswer Unregistered() => Refused(404, "NOT_FOUND", "UNREGISTERED", "Requested entity was not found.");

    public static TwinAnswer SenderIdMismatch() => Refused(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH", "SenderId mismatch");

    public static TwinAnswer BadToken() => BadField("message.token", "The registration token is not a valid FCM registration token");

    /// <summary>INVALID_ARGUMENT that names a field.</summary>
    public static TwinAnswer BadField(string field, string description) => Refused(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", description, new JsonObject
    {
        ["@type"] = TypePrefix + "google.rpc.BadRequest",
        ["fieldViolations"] = new JsonArray(new JsonObject { ["field"] = field, ["description"] = description }),
    });

    /// <summary>A scripted status. The reason is an error code, a quota's subject (device, project, topic) on 429, or a field on 400.</summary>
    public static TwinAnswer Scripted(ScriptedFault fault, string project) => (fault.Status, fault.Reason) switch
    {
        (400, null or "token") => BadToken(),
        (400, { } field) => BadField(field, $"Invalid value at '{field}'"),
        (401, { } code) => Refused(401, "UNAUTHENTICATED", code, "Auth error from APNS or Web Push Service"),
        (401, null) => Unauthenticated(),
        (403, "SENDER_ID_MISMATCH") => SenderIdMismatch(),
        (403, _) => PermissionDenied(project),
        (404 or 410, _) => Unregistered(),
        (429, var subject) => Quota(subject ?? "project", project),
        (503, var code) => Refused(503, "UNAVAILABLE", code ?? "UNAVAILABLE", "The service is currently unavailable."),
        (var status, var code) => Refused(status, "INTERNAL", code ?? "INTERNAL", "Internal error encountered."),
    };

    private static TwinAnswer Quota(string subject, string project) => Refused(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", $"Quota exceeded for {subject}", new JsonObject
    {
        ["@type"] = TypePrefix + "google.rpc.QuotaFailure",
        ["violations"] = new JsonArray(new JsonObject
        {
            ["subject"] = subject == "project" ? $"project:{project}" : subject,
            ["description"] = $"Message rate exceeded for {subject}",
        }),
    });

    private static TwinAnswer Refused(int status, string word, string? errorCode, string message, JsonObject? detail = null)
    {
        var details = new JsonArray();
        if (errorCode is not null)
        {
            details.Add(new JsonObject { ["@type"] = TypePrefix + "google.firebase.fcm.v1.FcmError", ["errorCode"] = errorCode });
        }

        if (detail is not null)
        {
            details.Add(detail);
        }

        var error = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = word };
        if (details.Count > 0)
        {
            error["details"] = details;
        }

        return TwinAnswer.Json(status, errorCode ?? word, new JsonObject { ["error"] = error });
    }
}
