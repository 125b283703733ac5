using System.Globalization;
using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Chats;

/// <summary>Plays <c>slack.com/api</c>: messages of a bot, and who the bot is. Conversations are U, C, D or G and capitals with digits; others are not found.</summary>
internal sealed class SlackTwin(ChatAccounts accounts, ChatRoom room, TwinDesk desk, TimeProvider clock)
{
    public const string Vendor = "slack";
    private const string Scheme = "Bearer ";
    private const int MostRead = 256 * 1024;

    private long _last;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/chat.postMessage", http => PostAsync(http));
        routes.MapPost("/api/auth.test", http => (AgainstCaller(http.Request) ?? Ok(new JsonObject { ["url"] = "https://fernhill.slack.com/", ["team"] = "Fernhill", ["user"] = "notifyhub", ["bot_id"] = "B0SANDBOX" })).WriteAsync(http));
    }

    private async Task PostAsync(HttpContext http)
    {
        var body = PushJson.Parse(System.Text.Encoding.UTF8.GetString((await RequestBody.ReadAsync(http.Request, MostRead, http.RequestAborted)).Span));
        var (conversation, text) = (PushJson.Text(body, "channel") ?? "", PushJson.Text(body, "text") ?? "");
        var ts = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeSeconds()}.{Interlocked.Increment(ref _last):000000}");
        var call = new TwinCall(Vendor, conversation, null, null, ts);
        var refusal = AgainstCaller(http.Request) ?? (http.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true ? Refused("invalid_arguments")
            : text.Length == 0 ? Refused("no_text") : text.Length > 40_000 ? Refused("msg_too_long") : IsConversation(conversation) ? null : Refused("channel_not_found"));
        if (refusal is not null)
        {
            await desk.RefuseAsync(http, call, refusal);
            return;
        }
        await desk.AnswerAsync(http, call, Scripted, () =>
        {
            room.Say(Vendor, conversation, text);
            return Ok(new JsonObject { ["channel"] = conversation, ["ts"] = ts, ["message"] = new JsonObject { ["type"] = "message", ["text"] = text, ["ts"] = ts } });
        });
    }

    private TwinAnswer? AgainstCaller(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.Length == 0 ? Refused("not_authed") : authorization.StartsWith(Scheme, StringComparison.Ordinal) && accounts.Knows(Vendor, authorization[Scheme.Length..]) ? null : Refused("invalid_auth");
    }

    private static TwinAnswer Scripted(ScriptedFault fault) => fault.Status switch
    {
        429 => Refused("ratelimited", 429),
        200 => Refused(fault.Reason ?? "internal_error"),
        404 or 410 => Refused("channel_not_found"),
        401 or 403 => Refused("invalid_auth"),
        >= 500 => new TwinAnswer(fault.Status, $"http_{fault.Status}"),
        _ => Refused(fault.Reason ?? "invalid_arguments"),
    };

    private static bool IsConversation(string text) => FaultBook.IsScripted(text) || (text.Length is >= 2 and <= 30 && text[0] is 'U' or 'W' or 'C' or 'D' or 'G' && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));

    private static TwinAnswer Ok(JsonObject body)
    {
        body.Insert(0, "ok", true);
        return TwinAnswer.Json(200, null, body);
    }

    private static TwinAnswer Refused(string error, int status = 200) => TwinAnswer.Json(status, error, new JsonObject { ["ok"] = false, ["error"] = error });
}
