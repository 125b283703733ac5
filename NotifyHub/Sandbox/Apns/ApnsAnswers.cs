using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Apns;

/// <summary>Answers in Apple's shape: an empty body for success, else <c>{"reason": ...}</c>; 410 with the instant in milliseconds.</summary>
internal static class ApnsAnswers
{
    public static TwinAnswer Accepted(string apnsId) => new TwinAnswer(StatusCodes.Status200OK).With("apns-id", apnsId);

    public static TwinAnswer Refused(int status, string reason) => TwinAnswer.Json(status, reason, new JsonObject { ["reason"] = reason });

    public static TwinAnswer Gone(DateTimeOffset since, string reason = "Unregistered") =>
        TwinAnswer.Json(StatusCodes.Status410Gone, reason, new JsonObject { ["reason"] = reason, ["timestamp"] = since.ToUnixTimeMilliseconds() });

    /// <summary>The status on which Apple gives this reason.</summary>
    public static TwinAnswer Refused(string reason) => Refused(StatusOf(reason), reason);

    /// <summary>A scripted status, with the reason that Apple most often gives for it.</summary>
    public static TwinAnswer Scripted(ScriptedFault fault, DateTimeOffset now) => fault.Status == StatusCodes.Status410Gone
        ? Gone(now.AddSeconds(-fault.Age), fault.Reason ?? "Unregistered")
        : Refused(fault.Status, fault.Reason ?? UsualReason(fault.Status));

    private static int StatusOf(string reason) => reason switch
    {
        "MissingProviderToken" or "InvalidProviderToken" or "ExpiredProviderToken" => StatusCodes.Status403Forbidden,
        "BadPath" => StatusCodes.Status404NotFound,
        "MethodNotAllowed" => StatusCodes.Status405MethodNotAllowed,
        "PayloadTooLarge" => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string UsualReason(int status) => status switch
    {
        400 => "BadDeviceToken",
        403 => "InvalidProviderToken",
        404 => "BadPath",
        405 => "MethodNotAllowed",
        413 => "PayloadTooLarge",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        _ => "InternalServerError",
    };
}
