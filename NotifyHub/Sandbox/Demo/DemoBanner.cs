using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Demo;

/// <summary>What a newcomer needs, on the console: plain lines, so that the curl line can be pasted.</summary>
internal static class DemoBanner
{
    public static void Print(Uri hub, DemoAccess access, PhoneFleet fleet)
    {
        var origin = hub.GetLeftPart(UriPartial.Authority);
        var devices = string.Join(",", new[] { "Ada", "Ben", "Cleo", "Gwen", "Hana", "Iris" }.Select(person => $"\"{fleet.PhoneOf(person).DeviceId}\""));
        Console.WriteLine($$"""

            NotifyHub is ready:  {{origin}}
              Sign in            {{access.Email}}  /  {{access.Password}}
              Watch the phones   {{origin}}/sandbox
              Send a push        (paste this)

            curl -s {{origin}}/v1/push/send -H 'Authorization: Bearer {{access.ServerKey}}' -H 'Content-Type: application/json' -d '{"to":[{{devices}}],"title":"Hello from curl","body":"It took six vendors to get here."}'

            """);
    }
}
