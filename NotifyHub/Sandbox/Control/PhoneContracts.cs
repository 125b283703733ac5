using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Control;

/// <summary>POST /sandbox/phones.</summary>
/// <param name="Platform">ios, android, web, huawei or miPush.</param>
/// <param name="Name">As its owner calls it; left out: the platform's name.</param>
/// <param name="Environment">production or sandbox (ios; left out: sandbox).</param>
/// <param name="App">Bundle id, Firebase project, VAPID public key, Huawei app id or package name; left out: the demo app's.</param>
/// <param name="HubUrl">Where its app reports to.</param>
/// <param name="PublishableKey">With this key.</param>
/// <param name="Register">The app registers its token with the hub by itself.</param>
internal sealed record NewPhone(
    PhonePlatform Platform, string? Name, string? Environment, string? App, Uri? HubUrl, string? PublishableKey, bool Register)
{
    public PhoneSpec ToSpec() => new(Platform, Name ?? Platform.ToString())
    {
        App = App,
        Environment = Environment,
        Hub = HubUrl is not null && PublishableKey is not null ? new HubLink(HubUrl, PublishableKey) : null,
        RegistersItself = Register,
    };
}

/// <summary>A phone as the control API shows it.</summary>
internal sealed record PhoneView(
    string Id, string Name, PhonePlatform Platform, string App, string? Environment, string? Token, SubscriptionView? Subscription, string? DeviceId,
    bool Online, bool Installed, int Unread, int Badge, int Waiting, int Outbox, int Undecryptable, string? Script)
{
    public static PhoneView Of(Phone phone)
    {
        var subscription = phone.Subscription is { } own ? new SubscriptionView(own.Endpoint, new KeysView(own.P256dh, own.Auth)) : null;
        return new PhoneView(
            phone.Id, phone.Name, phone.Platform, phone.App, phone.Environment, subscription is null ? phone.Token : null, subscription, phone.DeviceId,
            phone.Online, phone.Installed, phone.Unread, phone.Badge, phone.WaitingCount, phone.OutboxCount, phone.Undecryptable, phone.Script?.Text);
    }
}

/// <summary>A subscription as browsers serialise it.</summary>
internal sealed record SubscriptionView(Uri Endpoint, KeysView Keys);

/// <summary>Its keys.</summary>
internal sealed record KeysView(string P256dh, string Auth);

/// <summary>What the owner does with a message.</summary>
/// <param name="Message">Its number on the phone; left out: the newest unread.</param>
/// <param name="ActionId">The button, for action and reply.</param>
/// <param name="Text">The words, for reply.</param>
internal sealed record Gesture(int? Message, string? ActionId, string? Text);

/// <summary>Faults for a phone; an empty script clears them.</summary>
internal sealed record NewScript(string? Script);
