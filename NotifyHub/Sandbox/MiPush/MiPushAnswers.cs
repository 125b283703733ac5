using System.Globalization;
using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.MiPush;

/// <summary>Answers in Xiaomi's shape: HTTP 200, with what happened in <c>result</c> and <c>code</c>.</summary>
internal static class MiPushAnswers
{
    public static TwinAnswer Accepted(string id, string info) => Ok(id, new JsonObject { ["id"] = id }, info);

    /// <summary>Counters of a package, of which the twin keeps none.</summary>
    public static TwinAnswer Counters() => Ok("counters", new JsonObject { ["data"] = new JsonArray() }, "");

    public static TwinAnswer BadSecret() => Refused(401, 21301, "Invalid app secret", "认证失败");

    public static TwinAnswer BadPackage() => Refused(200, 22022, "The package is not this application's", "应用程序package name不合法");

    public static TwinAnswer NoTarget() => Refused(200, 20301, "No valid targets!", "发送消息失败");

    public static TwinAnswer Missing(string field) => Refused(200, 10016, $"Missing parameter {field}", "缺失必选参数");

    public static TwinAnswer Wrong(string field) => Refused(200, 10017, $"Illegal value of {field}", "参数值非法");

    public static TwinAnswer TooLong() => Refused(200, 10018, "The request is too long", "请求长度超过限制");

    /// <summary>A scripted status. With 200 the reason is Xiaomi's code; 404 and 410 are its word for a dead token, 401 and 403 for a wrong secret.</summary>
    public static TwinAnswer Scripted(ScriptedFault fault) => fault.Status switch
    {
        200 => Refused(200, int.TryParse(fault.Reason, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 10001, "Scripted", "Scripted"),
        401 or 403 => BadSecret(),
        404 or 410 => NoTarget(),
        429 or >= 500 => new TwinAnswer(fault.Status, $"http_{fault.Status}"),
        var status => Refused(status, 10017, fault.Reason ?? "Scripted", "参数值非法"),
    };

    private static TwinAnswer Ok(string trace, JsonObject data, string info) => TwinAnswer.Json(200, null, new JsonObject
    {
        ["result"] = "ok", ["trace_id"] = trace, ["code"] = 0, ["data"] = data, ["description"] = "成功", ["info"] = info,
    });

    private static TwinAnswer Refused(int status, int code, string reason, string description) =>
        TwinAnswer.Json(status, code.ToString(CultureInfo.InvariantCulture), new JsonObject
        {
            ["result"] = "error", ["reason"] = reason, ["trace_id"] = "Xsandbox", ["code"] = code, ["description"] = description,
        });
}
