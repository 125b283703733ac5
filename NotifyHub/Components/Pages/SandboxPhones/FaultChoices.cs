using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Components.Pages.SandboxPhones;

/// <summary>The vendor's moods that can be chosen for a phone.</summary>
internal static class FaultChoices
{
    private static readonly (string Script, string Words)[] Common =
    [
        ("f429r5x1", "429 once, Retry-After 5 s"),
        ("f503x1", "503 once, then fine"),
        ("f503x2", "503 twice, then fine"),
        ("f503", "503 always"),
        ("f500", "500 always"),
        ("slow2", "2 s slow"),
        ("hang30", "Silent for 30 s"),
        ("late15x1", "Takes it, answers 15 s later, once"),
        ("resetx1", "Cuts the exchange, once"),
        ("junkx1", "Malformed answer, once"),
        ("f410", "Says the token is gone"),
    ];

    /// <summary>Script and words; the last ones are this vendor's own.</summary>
    public static IEnumerable<(string Script, string Words)> For(PhonePlatform platform) => Common.Concat(platform switch
    {
        PhonePlatform.Expo =>
        [
            ("f400.MessageRateExceeded", "Ticket: MessageRateExceeded"), ("f410.receipt", "Receipt: DeviceNotRegistered"), ("f400.receipt.InvalidCredentials", "Receipt: InvalidCredentials"),
            ("f404.receipt", "Never a receipt"), ("f403", "403 access token refused"),
        ],
        PhonePlatform.Ios => [("f400.BadCollapseId", "400 BadCollapseId"), ("f403.InvalidProviderToken", "403 InvalidProviderToken"), ("f403x1.ExpiredProviderToken", "403 ExpiredProviderToken, once")],
        PhonePlatform.Android => [("f400.message.android", "400 INVALID_ARGUMENT"), ("f401.THIRD_PARTY_AUTH_ERROR", "401 THIRD_PARTY_AUTH_ERROR"), ("f429.device", "429 quota of this device")],
        PhonePlatform.Huawei =>
        [
            ("f200.80300011", "80300011 no right to high urgency"), ("f200x1.80200003", "80200003 access token expired, once"),
            ("f200.80100016", "80100016 sensitive words"), ("f200.80300002", "80300002 the app may not push"),
        ],
        PhonePlatform.MiPush =>
        [
            ("f200.10017", "10017 illegal value"), ("f200x1.10027", "10027 too often, once"), ("f200.21301", "21301 AppSecret refused"), ("f200.29999", "A code that nobody knows"),
        ],
        _ => (IEnumerable<(string, string)>)[("f413", "413 too large"), ("f403", "403 VAPID key refused")],
    });
}
