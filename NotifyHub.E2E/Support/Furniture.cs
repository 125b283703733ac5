using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.E2E.Support;

/// <summary>A project in use: people, phones, and sends in every state, for looking at pages. Made once per suite, over the API and the vendors' protocols.</summary>
public sealed class Furniture(SharedHub hub)
{
    private Task? _placed;

    /// <summary>A send that was received, opened and answered.</summary>
    public string Answered { get; private set; } = "";
    /// <summary>A send that its vendor refused for good.</summary>
    public string Failed { get; private set; } = "";
    /// <summary>A send that is tried again in ten minutes.</summary>
    public string Retrying { get; private set; } = "";
    /// <summary>A send that a relay took and whose receipt came.</summary>
    public string Relayed { get; private set; } = "";
    /// <summary>A send that a relay took and whose receipt tells of a dead token.</summary>
    public string Undelivered { get; private set; } = "";
    /// <summary>A device with a history.</summary>
    public string Device { get; private set; } = "";
    /// <summary>Somebody with a profile, a device, an opt-out and a topic.</summary>
    public string Person { get; private set; } = "";
    /// <summary>A topic with subscribers of both kinds.</summary>
    public string Topic { get; private set; } = "";
    /// <summary>A device whose app is gone.</summary>
    public string Retired { get; private set; } = "";

    /// <summary>Makes it, unless that was done.</summary>
    public Task PlaceAsync() => _placed ??= MakeAsync();

    private async Task MakeAsync()
    {
        var iphone = await hub.AddPhoneAsync(PhonePlatform.Ios, "ada", "Ada's iPhone");
        var pixel = await hub.AddPhoneAsync(PhonePlatform.Android, "grace", "Grace's Pixel");
        var firefox = await hub.AddPhoneAsync(PhonePlatform.Web, "linus", "Firefox on Linux");
        var huawei = await hub.AddPhoneAsync(PhonePlatform.Huawei, "hedy", "Hedy's Huawei");
        var xiaomi = await hub.AddPhoneAsync(PhonePlatform.MiPush, "mary", "Mary's Xiaomi");
        var expo = await hub.AddPhoneAsync(PhonePlatform.Expo, "tim", "Tim's phone");
        Device = iphone.DeviceId!;
        await hub.CallAsync(HttpMethod.Put, "/v1/users/ada", new { name = "Ada Lovelace", email = "ada@example.com", phone = "+41 44 555 01 02", locale = "de-CH", timezone = "Europe/Zurich", traits = new { plan = "pro", orders = 12 } });
        await hub.CallAsync(HttpMethod.Put, "/v1/users/ada/preferences", new { preferences = new object[] { new { category = "marketing", optedOut = true }, new { category = "orders", optedOut = true }, new { category = "surveys", optedOut = true } } });
        await hub.CallAsync(HttpMethod.Put, "/v1/users/ada/preferences/orders", new { optedOut = false });
        await hub.CallAsync(HttpMethod.Post, "/v1/topics/news/subscriptions", new { devices = new[] { iphone.DeviceId, pixel.DeviceId }, users = new[] { "ada", "grace", "linus" } });
        (Person, Topic) = (await hub.PersonAsync("ada"), await hub.TopicAsync("news"));
        Phone[] all = [iphone, pixel, firefox, huawei, xiaomi, expo];
        await hub.SendAsync(all, "Your order has shipped", new { body = "Parcel 4711 leaves Leipzig tonight. Track it in the app.", campaignId = "spring-sale", templateId = "order-shipped", preferenceCategory = "orders" });
        await hub.SendAsync(all, "Flash sale: 30 % off everything until midnight", new { body = "Only today, in all shops and online. Members get free delivery on top.", campaignId = "flash-friday", audienceTag = "members" });
        await hub.SendAsync(pixel, "Silent refresh", new { options = new { silent = true }, data = new { sync = "catalogue" } });
        await hub.SendAsync(firefox, "Weekly digest", new { sendAt = DateTimeOffset.UtcNow.AddDays(1), campaignId = "digest" });
        await hub.SendAsync([firefox, pixel], "Rate your stay", new { sendAtLocal = DateTimeOffset.UtcNow.AddDays(3).ToString("yyyy-MM-dd'T'09:00", System.Globalization.CultureInfo.InvariantCulture) });
        await hub.ScheduleAsync(iphone, "Monday's specials", new { frequency = "weekly", weekdays = new[] { "monday", "thursday" }, time = "08:30", zone = "Europe/Zurich" });
        await hub.ScheduleAsync(pixel, "Good morning", new { frequency = "daily", time = "07:00", perRecipient = true });
        Answered = await hub.SendAsync(iphone, "Table for two at eight?", new
        {
            body = "Osteria Lago has one left. Shall we keep it for you?",
            campaignId = "table-reminder",
            templateId = "reservation",
            route = new { kind = "openPath", path = "/reservations/7" },
            options = new { actions = new object[] { new { id = "keep", title = "Keep it" }, new { id = "note", title = "Add a note", isTextInput = true } }, badge = 1, threadIdentifier = "reservations" },
        });
        await hub.ReceivedAsync(iphone, Answered);
        iphone.Reply("A quiet corner, please", "note", iphone.Messages.First(m => m.Push.MsgId == Answered).Id);
        await hub.ReportAsync(Answered, "screen_view", "reservation_kept", "screen_view", "error");

        // A browser's push service: a wait that FCM asks for would be one for the whole project.
        firefox.SetScript(FaultScript.Parse("f503r600x1"));
        Retrying = await hub.SendAsync(firefox, "Your code is on its way", new { preferenceCategory = "security" });
        var gone = await hub.AddPhoneAsync(PhonePlatform.Ios, "edsger", "Edsger's iPhone");
        Retired = gone.DeviceId!;
        gone.Uninstall();
        Relayed = await hub.SendAsync(expo, "Your tickets are here", new { body = "Row 7, seats 12 and 13. Doors open at seven." });
        await hub.ReceivedAsync(expo, Relayed);
        var removed = await hub.AddPhoneAsync(PhonePlatform.Expo, "alan", "Alan's phone");
        removed.Uninstall();
        Undelivered = await hub.SendAsync(removed, "See you tomorrow?", new { body = "The table is still free." });
        await hub.AskReceiptsAsync(Relayed, Undelivered);
        Failed = await hub.SendAsync(gone, "We miss you", new { campaignId = "win-back" });
    }
}
