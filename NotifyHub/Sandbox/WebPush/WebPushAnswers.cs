using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.WebPush;

/// <summary>Answers in the shape of Mozilla's push service: a status that says it all, and a few words in JSON.</summary>
internal static class WebPushAnswers
{
    public static TwinAnswer Accepted(string location, long ttl) =>
        new TwinAnswer(StatusCodes.Status201Created).With("Location", location).With("TTL", ttl.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static TwinAnswer Refused(int status, string error, string message) =>
        TwinAnswer.Json(status, error, new JsonObject { ["code"] = status, ["error"] = error, ["message"] = message });

    public static TwinAnswer Scripted(ScriptedFault fault) => Refused(fault.Status, fault.Reason ?? WordOf(fault.Status), "Scripted by the sandbox");

    private static string WordOf(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        413 => "Payload Too Large",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
}
