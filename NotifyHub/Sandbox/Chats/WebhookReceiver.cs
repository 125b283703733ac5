using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Chats;

/// <summary>Plays a person's own server, which checks signatures as a library of Standard Webhooks does: of id, time and body, and not older than five minutes.</summary>
internal sealed class WebhookReceiver(ChatAccounts accounts, ChatRoom room, TwinDesk desk, TimeProvider clock)
{
    public const string Vendor = "webhook";
    private const int MostRead = 256 * 1024;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/hooks/{name}", (HttpContext http, string name) => TakeAsync(http, name));

    private async Task TakeAsync(HttpContext http, string name)
    {
        var body = Encoding.UTF8.GetString((await RequestBody.ReadAsync(http.Request, MostRead, http.RequestAborted)).Span);
        var id = http.Request.Headers["webhook-id"].ToString();
        var call = new TwinCall(Vendor, name, null, id);
        if (!IsSigned(http.Request.Headers, id, body))
        {
            await desk.RefuseAsync(http, call, Answer(401, "bad_signature"));
            return;
        }
        await desk.AnswerAsync(http, call, fault => Answer(fault.Status, fault.Reason ?? "scripted"), () =>
        {
            var told = PushJson.Parse(body);
            room.Say(Vendor, name, told.TryGetProperty("data", out var data) ? $"{PushJson.Text(data, "title")}\n{PushJson.Text(data, "body")}".Trim() : body);
            return new TwinAnswer(204);
        });
    }

    private bool IsSigned(IHeaderDictionary headers, string id, string body)
    {
        if (!long.TryParse(headers["webhook-timestamp"], NumberStyles.None, CultureInfo.InvariantCulture, out var at) || (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at)).Duration() > Tolerance)
        {
            return false;
        }
        var signatures = headers["webhook-signature"].ToString().Split(' ');
        return accounts.Of(Vendor).Any(secret => signatures.Contains(
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{at.ToString(CultureInfo.InvariantCulture)}.{body}")))));
    }

    private static TwinAnswer Answer(int status, string word) => TwinAnswer.Json(status, word, new JsonObject { ["error"] = word });
}
