using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Components.Pages.SandboxPhones;

/// <summary>Words and classes by platform and state.</summary>
internal static class PhoneLook
{
    /// <summary>The app that all phones have, and its site.</summary>
    public const string AppName = "Fernhill", SiteName = "fernhill.example";

    public static string Vendor(PhonePlatform platform) => platform switch
    {
        PhonePlatform.Expo => "Expo",
        PhonePlatform.Ios => "APNs",
        PhonePlatform.Android => "FCM",
        PhonePlatform.Huawei => "Huawei",
        PhonePlatform.MiPush => "MiPush",
        _ => "Web Push",
    };

    /// <summary>What such a thing is usually called.</summary>
    public static string Usual(PhonePlatform platform) => platform switch
    {
        PhonePlatform.Expo => "Phone with an Expo app",
        PhonePlatform.Ios => "iPhone",
        PhonePlatform.Android => "Android phone",
        PhonePlatform.Huawei => "Huawei phone",
        PhonePlatform.MiPush => "Xiaomi phone",
        _ => "Browser",
    };

    /// <summary>What to call removing and bringing back the app: a site is not installed, it is allowed to notify.</summary>
    public static (string Remove, string BringBack, string Gone) Words(PhonePlatform platform) => platform == PhonePlatform.Web
        ? ("Unsubscribe", "Subscribe", "Not subscribed: its endpoint is gone.")
        : ("Uninstall", "Reinstall", "The app is not installed: its token is dead.");

    /// <summary>Makers of Android phones share its look and have a wallpaper of their own.</summary>
    public static string Css(PhonePlatform platform) => platform switch
    {
        PhonePlatform.Expo => "android expo",
        PhonePlatform.Huawei => "android huawei",
        PhonePlatform.MiPush => "android xiaomi",
        _ => platform.ToString().ToLowerInvariant(),
    };

    /// <summary>What became of a message, in words.</summary>
    public static string State(PhoneMessage message) => message.State switch
    {
        PhoneMessageState.Received => "Received silently",
        PhoneMessageState.Shown => "On the screen",
        PhoneMessageState.Opened => "Opened",
        PhoneMessageState.Dismissed => "Dismissed",
        PhoneMessageState.Action => $"Pressed {message.Push.Actions.FirstOrDefault(action => action.Id == message.ActionId)?.Title ?? message.ActionId}",
        _ => $"Replied \"{message.ReplyText}\"",
    };
}
