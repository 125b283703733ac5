using System.Text;
using System.Text.Json;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Fcm;

/// <summary>Reads an FCM message as an Android phone would: the Android part wins over the common one.</summary>
internal static class FcmPush
{
    private const string Common = "message.notification";
    private const string Android = "message.android.notification";

    public static PhonePush Read(FcmRequest request, ReadOnlyMemory<byte> raw, DateTimeOffset now) => new()
    {
        MsgId = MsgIdOf(request),
        Title = request.Text(Android, "title") ?? request.Text(Common, "title") ?? PushJson.Localised(AndroidPart(request), "title_loc_key", "title_loc_args"),
        Body = request.Text(Android, "body") ?? request.Text(Common, "body") ?? PushJson.Localised(AndroidPart(request), "body_loc_key", "body_loc_args"),
        ImageUrl = request.Text(Android, "image") ?? request.Text(Common, "image"),
        Actions = PushJson.Actions(request.Data, "notifyhub_actions"),
        Badge = PushJson.Number(AndroidPart(request), "notification_count"),
        Silent = request.Get("message", "notification") is null && AndroidPart(request) is null,
        CollapseKey = request.Text("message.android", "collapse_key"),
        ReplaceKey = request.Text(Android, "tag"),
        ExpiresAt = now + request.Ttl,
        Payload = Encoding.UTF8.GetString(raw.Span),
    };

    public static string? MsgIdOf(FcmRequest request) => PushJson.Text(request.Data, PushJson.MsgId);

    private static JsonElement? AndroidPart(FcmRequest request) => request.Get("message.android", "notification");
}
