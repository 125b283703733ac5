namespace NotifyHub.Components.Pages.Developers;

/// <summary>A snippet to paste.</summary>
/// <param name="Key">In the address.</param>
/// <param name="Name">On its tab.</param>
/// <param name="Text">With this server's own address.</param>
public sealed record Snippet(string Key, string Name, string Text);

/// <summary>First lines in each language, with this server's own address.</summary>
public static class Snippets
{
    /// <summary>A send, by language.</summary>
    /// <param name="hub">Address of this NotifyHub, without a slash at its end.</param>
    public static IReadOnlyList<Snippet> Send(string hub) =>
    [
        new("curl", "curl", $$"""
            curl {{hub}}/v1/push/send \
              -H "Authorization: Bearer $NOTIFYHUB_KEY" \
              -H "Content-Type: application/json" \
              -H "Idempotency-Key: order-42-shipped" \
              -d '{"to": "dev_...", "title": "Your order shipped", "body": "Track it"}'
            """),
        new("csharp", "C#", $$"""
            using var http = new HttpClient { BaseAddress = new Uri("{{hub}}") };
            http.DefaultRequestHeaders.Authorization = new("Bearer", Environment.GetEnvironmentVariable("NOTIFYHUB_KEY"));

            using var answer = await http.PostAsJsonAsync("/v1/push/send", new
            {
                to = "dev_...", title = "Your order shipped", body = "Track it", idempotencyKey = "order-42-shipped",
            });
            answer.EnsureSuccessStatusCode();
            """),
        new("javascript", "JavaScript", $$"""
            const answer = await fetch("{{hub}}/v1/push/send", {
              method: "POST",
              headers: { Authorization: `Bearer ${process.env.NOTIFYHUB_KEY}`, "Content-Type": "application/json" },
              body: JSON.stringify({ to: "dev_...", title: "Your order shipped", body: "Track it", idempotencyKey: "order-42-shipped" }),
            });
            if (!answer.ok) throw new Error(await answer.text());
            """),
        new("expo", "Expo SDK", $$"""
            // Nothing changes but the address (EXPO_BASE_URL={{hub}}) and the access token.
            import { Expo } from "expo-server-sdk";

            const expo = new Expo({ accessToken: process.env.NOTIFYHUB_KEY });
            await expo.sendPushNotificationsAsync([{ to: "ExponentPushToken[dev_...]", title: "Your order shipped", body: "Track it" }]);
            """),
    ];

    /// <summary>The file that a site serves beside its pages.</summary>
    /// <param name="hub">Address of this NotifyHub, without a slash at its end.</param>
    public static string Worker(string hub) => $$"""importScripts("{{hub}}/sdk/notifyhub-sw.js");""";

    /// <summary>The SDK in a page.</summary>
    /// <param name="hub">Address of this NotifyHub, without a slash at its end.</param>
    public static string Page(string hub) => $$"""
        <script type="module">
          import { NotifyHub } from "{{hub}}/sdk/notifyhub.js";

          const hub = await NotifyHub.start({ key: "nhp_..." });
          document.querySelector("#notify-me").onclick = () => hub.subscribe();
        </script>
        """;
}
