using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Huawei;

/// <summary>Answers in Huawei's shape: mostly HTTP 200, with what happened in <c>code</c>.</summary>
internal static class HuaweiAnswers
{
    private const string Dead = "80300007";

    public static TwinAnswer Accepted(string requestId) => Taken("80000000", "Success", requestId);

    /// <summary>Some tokens were bad: the list stands as JSON in the message.</summary>
    public static TwinAnswer Partly(int success, IReadOnlyList<string> bad, string requestId)
    {
        var said = new JsonObject { ["success"] = success, ["failure"] = bad.Count, ["illegal_tokens"] = new JsonArray([.. bad]) };
        return Taken("80100000", said.ToJsonString(), requestId);
    }

    public static TwinAnswer AllTokensBad() => Of(200, Dead, "All the tokens are invalid");

    public static TwinAnswer BadParameter(string words) => Of(400, "80100001", words);

    public static TwinAnswer BadMessage(string words) => Of(400, "80100003", words);

    public static TwinAnswer BadTtl() => Of(400, "80100004", "Incorrect ttl");

    public static TwinAnswer BadCollapseKey() => Of(400, "80100013", "Incorrect collapse_key");

    public static TwinAnswer TooBig() => Of(400, "80300008", "The message body size exceeds 4096 bytes");

    public static TwinAnswer BadTokenCount() => Of(400, "80300010", "The number of tokens is not within the range 1 to 1000");

    public static TwinAnswer Unauthenticated() => Of(401, "80200001", "Oauth authentication error");

    public static TwinAnswer TokenExpired() => Of(401, "80200003", "Oauth Token expired");

    public static TwinAnswer NoSuchApp() => Of(200, "80300002", "The app has no permission to send messages");

    /// <summary>A scripted status. With 200 the reason is Huawei's code; 404 and 410 are its word for a dead token, 401 for an expired one.</summary>
    public static TwinAnswer Scripted(ScriptedFault fault) => (fault.Status, fault.Reason) switch
    {
        (200, var code) => Of(200, code ?? "81000001", "Scripted"),
        (401, var code) => Of(401, code ?? "80200003", "Oauth Token expired"),
        (404 or 410, _) => AllTokensBad(),
        (>= 500 or 429, _) => new TwinAnswer(fault.Status, $"http_{fault.Status}"),
        (var status, var code) => Of(status, code ?? "80100001", "Scripted"),
    };

    // Only a refusal has its code in the log: there a success with a code is none.
    private static TwinAnswer Taken(string code, string message, string requestId) => TwinAnswer.Json(200, null, Body(code, message, requestId));

    private static TwinAnswer Of(int status, string code, string message) => TwinAnswer.Json(status, code, Body(code, message, ""));

    private static JsonObject Body(string code, string message, string requestId) => new() { ["code"] = code, ["msg"] = message, ["requestId"] = requestId };
}
