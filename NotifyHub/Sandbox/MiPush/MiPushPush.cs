using System.Text.Encodings.Web;
using System.Text.Json;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.MiPush;

/// <summary>Reads a message as a Xiaomi phone would.</summary>
internal static class MiPushPush
{
    private static readonly JsonSerializerOptions Shape = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static PhonePush Read(MiPushRequest request, DateTimeOffset now) => new()
    {
        MsgId = MsgIdOf(request),
        Title = request.PassThrough ? null : request.Text("title"),
        Body = request.PassThrough ? null : request.Text("description"),
        ImageUrl = PushJson.Text(request.Payload, "notifyhub_attachment_url"),
        Actions = PushJson.Actions(request.Payload, "notifyhub_actions"),
        Silent = request.PassThrough,
        // Without an id each notification takes the place of the one before.
        ReplaceKey = request.Text("notify_id") ?? "0",
        ExpiresAt = now + request.Life,
        Payload = request.Payload.ValueKind == JsonValueKind.Undefined ? request.Text("payload") ?? "" : JsonSerializer.Serialize(request.Payload, Shape),
    };

    public static string? MsgIdOf(MiPushRequest request) => PushJson.Text(request.Payload, PushJson.MsgId);
}
