using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Demo;

/// <summary>The demo's people: most have phones that work, and three have a trouble that a sender should know.</summary>
internal static class DemoCast
{
    public static IReadOnlyList<PhoneSpec> Phones { get; } =
    [
        Of(PhonePlatform.Ios, "Ada's iPhone"),
        Of(PhonePlatform.Android, "Ben's Pixel"),
        Of(PhonePlatform.Web, "Cleo's browser"),
        Of(PhonePlatform.Ios, "Dora's old iPhone"),
        Of(PhonePlatform.Android, "Emil's phone"),
        Of(PhonePlatform.Android, "Finn's phone"),
        Of(PhonePlatform.Huawei, "Gwen's Huawei"),
        Of(PhonePlatform.MiPush, "Hana's Xiaomi"),
        Of(PhonePlatform.Expo, "Iris's phone"),
    ];

    /// <summary>The app's user id of a phone's owner; an app can't claim it with a publishable key, so the demo's server says it.</summary>
    public static string UserOf(Phone phone) => phone.Name.Split('\'')[0].ToLowerInvariant();

    /// <summary>The phone of a first name.</summary>
    public static Phone PhoneOf(this PhoneFleet fleet, string person) => fleet.All().First(p => p.Name.StartsWith(person, StringComparison.Ordinal));

    /// <summary>Before the story: Dora uninstalls, Emil's vendor is overloaded once, Finn's is slow.</summary>
    public static void GetIntoTrouble(PhoneFleet fleet)
    {
        fleet.PhoneOf("Dora").Uninstall();
        fleet.PhoneOf("Emil").SetScript(FaultScript.Parse("f503x1"));
        fleet.PhoneOf("Finn").SetScript(FaultScript.Parse("slow2"));
    }

    /// <summary>After the story: some tap, one replies, one swipes away.</summary>
    public static void React(PhoneFleet fleet)
    {
        fleet.PhoneOf("Ada").Tap();
        fleet.PhoneOf("Ben").Tap();
        fleet.PhoneOf("Hana").Tap();
        var cleo = fleet.PhoneOf("Cleo");
        cleo.Reply("Lovely, thank you!", "REPLY", cleo.Messages.FirstOrDefault(m => m.Push.Actions.Count > 0)?.Id);
        cleo.Dismiss();
    }

    private static PhoneSpec Of(PhonePlatform platform, string name) => new(platform, name) { RegistersItself = true };
}
