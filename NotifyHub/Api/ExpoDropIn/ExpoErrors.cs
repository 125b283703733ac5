using System.Text.Json;
using NotifyHub.Api.Http;

namespace NotifyHub.Api.ExpoDropIn;

/// <summary>Failures in Expo's shape: <c>{errors: [{code, message}]}</c>. Expo's SDKs read nothing else.</summary>
internal static class ExpoErrors
{
    /// <summary>Whether the caller expects this shape.</summary>
    public static bool AreWantedBy(HttpContext context) => context.Request.Path.StartsWithSegments(ExpoEndpoints.Root, StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts a problem of our catalogue on the wire; status and Retry-After are set already.</summary>
    public static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var answer = new ExpoErrorsAnswer([new ExpoError(CodeOf(problem.Type, context.Request.Path), WordsOf(problem), problem.Type.Status is 429 or >= 500, context.TraceIdentifier,
            problem.Faults.Count > 0 ? new ExpoFaults(problem.Faults) : null)]);
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer, StrictJson.Options), context.RequestAborted);
    }

    /// <summary>Expo's code for one of ours.</summary>
    public static string CodeOf(ProblemType type, PathString path) => type.Status switch
    {
        400 when type == Problems.BatchTooLarge => path.Value!.EndsWith(ExpoEndpoints.Receipts, StringComparison.OrdinalIgnoreCase) ? "PUSH_TOO_MANY_RECEIPTS" : "PUSH_TOO_MANY_NOTIFICATIONS",
        401 or 403 => "UNAUTHORIZED",
        404 => "NOT_FOUND",
        405 => "METHOD_NOT_ALLOWED",
        413 => "PAYLOAD_TOO_LARGE",
        429 => "TOO_MANY_REQUESTS",
        503 => "SERVICE_UNAVAILABLE",
        >= 500 => "INTERNAL_SERVER_ERROR",
        _ => "VALIDATION_ERROR",
    };

    // As Expo says it: "[3].title" must be a string.
    private static string WordsOf(ProblemException problem) =>
        problem.Faults.Count == 0 ? problem.Message : string.Join(' ', problem.Faults.Take(5).Select(fault => $"\"{Place(fault.Pointer)}\": {fault.Message}"));

    private static string Place(string pointer)
    {
        var place = new System.Text.StringBuilder();
        foreach (var part in pointer.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            place.Append(part.All(char.IsAsciiDigit) ? $"[{part}]" : place.Length == 0 ? part : "." + part);
        }
        return place.Length == 0 ? "value" : place.ToString();
    }
}
