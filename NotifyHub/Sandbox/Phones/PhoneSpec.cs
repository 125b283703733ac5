namespace NotifyHub.Sandbox.Phones;

/// <summary>What kind of device a simulated phone is.</summary>
public enum PhonePlatform
{
    /// <summary>An iPhone, reached by APNs.</summary>
    Ios,
    /// <summary>An Android phone, reached by FCM.</summary>
    Android,
    /// <summary>A browser, reached by Web Push.</summary>
    Web,
    /// <summary>A Huawei phone without Google's services, reached by Push Kit.</summary>
    Huawei,
    /// <summary>A Xiaomi phone, reached by MiPush.</summary>
    MiPush,
    /// <summary>A phone with an app built with Expo, reached by Expo's push service.</summary>
    Expo,
}

/// <summary>A phone to be made.</summary>
/// <param name="Platform">Decides the vendor.</param>
/// <param name="Name">As its owner calls it.</param>
public sealed record PhoneSpec(PhonePlatform Platform, string Name)
{
    /// <summary>The two hosts of APNs, as path prefixes of the twin.</summary>
    public static IReadOnlyList<string> ApnsEnvironments { get; } = ["production", "sandbox"];

    /// <summary>The app on it: bundle id (iOS), Firebase project id (Android), the VAPID public key that the subscription is made with (browser), app id (Huawei), package name (MiPush). Null means the sandbox's demo app.</summary>
    public string? App { get; init; }

    /// <summary>production or sandbox; iOS only. Null means sandbox, as for an app run from Xcode.</summary>
    public string? Environment { get; init; }

    /// <summary>Where its app reports to. Null means the fleet's default, if any.</summary>
    public HubLink? Hub { get; init; }

    /// <summary>The app registers its token with the hub by itself, now and after each reinstall.</summary>
    public bool RegistersItself { get; init; }
}

/// <summary>How a phone's app reaches the hub.</summary>
/// <param name="BaseUrl">The hub's address.</param>
/// <param name="PublishableKey">The key that ships in an app (<c>nhp_...</c>).</param>
public sealed record HubLink(Uri BaseUrl, string PublishableKey)
{
    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"HubLink({BaseUrl})";
}

/// <summary>What a browser hands to its site (W3C Push API): where to send, and the keys to encrypt with.</summary>
/// <param name="Endpoint">The twin's address of this browser.</param>
/// <param name="P256dh">base64url of the 65-byte public point.</param>
/// <param name="Auth">base64url of the 16-byte secret.</param>
public sealed record PushSubscription(Uri Endpoint, string P256dh, string Auth);
