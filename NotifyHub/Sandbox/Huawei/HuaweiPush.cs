using System.Text;
using System.Text.Json;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Huawei;

/// <summary>Reads a message as a Huawei phone would: the Android part wins over the common one.</summary>
internal static class HuaweiPush
{
    private const string Common = "message.notification";
    private const string Android = "message.android.notification";

    public static PhonePush Read(HuaweiRequest request, ReadOnlyMemory<byte> raw, DateTimeOffset now)
    {
        var notice = request.Get("message.android", "notification");
        return new PhonePush
        {
            MsgId = MsgIdOf(request),
            Title = PushJson.Localised(notice, "title_loc_key", "title_loc_args") ?? request.Text(Android, "title") ?? request.Text(Common, "title"),
            Body = PushJson.Localised(notice, "body_loc_key", "body_loc_args") ?? request.Text(Android, "body") ?? request.Text(Common, "body"),
            ImageUrl = request.Text(Android, "image") ?? request.Text(Common, "image"),
            Actions = PushJson.Actions(request.Data, "notifyhub_actions"),
            Badge = PushJson.Number(PushJson.Object(notice, "badge"), "set_num"),
            Silent = !request.IsNotification,
            CollapseKey = PushJson.Number(PushJson.Object(request.Get("", "message"), "android"), "collapse_key") is { } group and >= 0 ? $"group-{group}" : null,
            ReplaceKey = request.Text(Android, "tag"),
            ExpiresAt = now + request.Ttl,
            Payload = Encoding.UTF8.GetString(raw.Span),
        };
    }

    public static string? MsgIdOf(HuaweiRequest request) => PushJson.Text(request.Data, PushJson.MsgId);
}
