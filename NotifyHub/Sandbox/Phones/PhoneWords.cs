using System.Globalization;
using System.Text.Json.Nodes;

namespace NotifyHub.Sandbox.Phones;

/// <summary>What an app says to the hub, in the hub's own contract.</summary>
internal static class PhoneWords
{
    public static JsonObject Ack(PhoneMessage message, string eventType, DateTimeOffset at)
    {
        var body = new JsonObject { ["eventType"] = eventType, ["at"] = at.ToString("O", CultureInfo.InvariantCulture) };
        if (message.ActionId is { } action)
        {
            body["actionId"] = action;
        }

        if (message.ReplyText is { } text)
        {
            body["replyText"] = text;
        }

        return body;
    }

    public static JsonObject Registration(Phone phone)
    {
        var body = new JsonObject
        {
            ["provider"] = VendorOf(phone.Platform),
            ["installationId"] = phone.Id,
            ["platform"] = SystemOf(phone.Platform),
            ["model"] = phone.Name,
            ["permission"] = "granted",
        };
        if (phone.Subscription is { } subscription)
        {
            body["subscription"] = new JsonObject
            {
                ["endpoint"] = subscription.Endpoint.ToString(),
                ["keys"] = new JsonObject { ["p256dh"] = subscription.P256dh, ["auth"] = subscription.Auth },
            };
        }
        else
        {
            body["token"] = phone.Token;
        }

        if (phone.Environment is { } environment)
        {
            body["environment"] = environment;
        }

        return body;
    }

    /// <summary>The vendor's name in the hub's contract.</summary>
    public static string VendorOf(PhonePlatform platform) => platform switch
    {
        PhonePlatform.Expo => "expo",
        PhonePlatform.Ios => "apns",
        PhonePlatform.Android => "fcm",
        PhonePlatform.Huawei => "huawei",
        PhonePlatform.MiPush => "mipush",
        _ => "webpush",
    };

    private static string SystemOf(PhonePlatform platform) => platform switch
    {
        PhonePlatform.Ios => "ios",
        PhonePlatform.Web => "web",
        _ => "android",
    };
}
