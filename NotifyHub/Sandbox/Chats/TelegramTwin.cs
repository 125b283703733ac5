using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Chats;

/// <summary>Plays <c>api.telegram.org</c>: messages of a bot to chats, and who the bot is. Chats are numbers or @names; number 403 has blocked every bot.</summary>
internal sealed partial class TelegramTwin(ChatAccounts accounts, ChatRoom room, TwinDesk desk, TimeProvider clock)
{
    public const string Vendor = "telegram";
    private const int MostRead = 256 * 1024;
    private const int MostText = 4096;
    private const string Blocked = "403";

    private long _last;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/bot{token}/sendMessage", (HttpContext http, string token) => SendAsync(http, token));
        routes.MapPost("/bot{token}/getMe", (HttpContext http, string token) =>
            (AgainstCaller(token) ?? Ok(new JsonObject { ["id"] = 1, ["is_bot"] = true, ["first_name"] = "NotifyHub", ["username"] = "notifyhub_bot" })).WriteAsync(http));
    }

    private async Task SendAsync(HttpContext http, string token)
    {
        var body = PushJson.Parse(System.Text.Encoding.UTF8.GetString((await RequestBody.ReadAsync(http.Request, MostRead, http.RequestAborted)).Span));
        var (chat, text, id) = (PushJson.Text(body, "chat_id") ?? "", PushJson.Text(body, "text") ?? "", Interlocked.Increment(ref _last));
        var call = new TwinCall(Vendor, chat, null, null, id.ToString(CultureInfo.InvariantCulture));
        var refusal = AgainstCaller(token) ?? Against(chat, text, PushJson.Text(body, "parse_mode"));
        if (refusal is not null)
        {
            await desk.RefuseAsync(http, call, refusal);
            return;
        }
        await desk.AnswerAsync(http, call, Scripted, () =>
        {
            room.Say(Vendor, chat, text);
            return Ok(new JsonObject { ["message_id"] = id, ["date"] = clock.GetUtcNow().ToUnixTimeSeconds(), ["chat"] = new JsonObject { ["id"] = chat }, ["text"] = Tag().Replace(text, "") });
        });
    }

    private static TwinAnswer? Against(string chat, string text, string? mode) =>
        text.Length == 0 ? Refused(400, "Bad Request: message text is empty")
        : Tag().Replace(text, "").Length > MostText ? Refused(400, "Bad Request: message is too long")
        : mode == "HTML" && Tag().Replace(text, "").Contains('<') ? Refused(400, "Bad Request: can't parse entities: Unsupported start tag")
        : chat == Blocked ? Refused(403, "Forbidden: bot was blocked by the user")
        : FaultBook.IsScripted(chat) || Chat().IsMatch(chat) ? null : Refused(400, "Bad Request: chat not found");

    private TwinAnswer? AgainstCaller(string token) => accounts.Knows(Vendor, token) ? null : Refused(token.Contains(':') ? 401 : 404, token.Contains(':') ? "Unauthorized" : "Not Found");

    private static TwinAnswer Scripted(ScriptedFault fault) => fault.Status switch
    {
        429 => Refused(429, "Too Many Requests: retry after 5", new JsonObject { ["retry_after"] = 5 }),
        404 or 410 => Refused(400, "Bad Request: chat not found"),
        403 => Refused(403, "Forbidden: bot was blocked by the user"),
        >= 500 => new TwinAnswer(fault.Status, $"http_{fault.Status}"),
        var status => Refused(status, fault.Reason ?? "Bad Request"),
    };

    private static TwinAnswer Ok(JsonObject result) => TwinAnswer.Json(200, null, new JsonObject { ["ok"] = true, ["result"] = result });

    private static TwinAnswer Refused(int code, string words, JsonObject? parameters = null)
    {
        var body = new JsonObject { ["ok"] = false, ["error_code"] = code, ["description"] = words };
        if (parameters is not null)
        {
            body["parameters"] = parameters;
        }
        return TwinAnswer.Json(code, code.ToString(CultureInfo.InvariantCulture), body);
    }

    [GeneratedRegex("</?b>|<a href=\"[^\"<>]*\">|</a>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex("^(-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,40})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Chat();
}
