using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Webhooks;

/// <summary>Webhooks and their messages in words.</summary>
public static class WebhookWords
{
    /// <summary>How an endpoint stands.</summary>
    public static (string Label, Tone Tone) StateOf(WebhookEndpoint endpoint) => endpoint.Stop switch
    {
        WebhookStop.ByHand => ("Off", Tone.Idle),
        WebhookStop.Failing => ("Off: failed for 5 days", Tone.Bad),
        WebhookStop.Gone => ("Off: answered 410", Tone.Bad),
        _ when endpoint.FailingSince is not null => ("Failing", Tone.Warn),
        _ => ("On", Tone.Ok),
    };

    /// <summary>How a message stands.</summary>
    public static (string Label, Tone Tone) StateOf(WebhookMessage message) => message.State switch
    {
        WebhookMessageState.Delivered => ("Delivered", Tone.Ok),
        WebhookMessageState.Failed when message.Event == 0 => ("Not taken", Tone.Bad),
        WebhookMessageState.Failed => ("Given up", Tone.Bad),
        _ when message.Tries > 0 => ("Trying again", Tone.Warn),
        _ => ("On its way", Tone.Busy),
    };

    /// <summary>"200 in 84 ms", or why there was none.</summary>
    public static string Answer(WebhookAttempt attempt) => attempt.Status is { } status
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{status} in {attempt.DurationMs:N0} ms") : attempt.Error ?? "no answer";

    /// <summary>A body with its lines broken; what is posted has none.</summary>
    public static string Readable(string body) => System.Text.Json.Nodes.JsonNode.Parse(body)!.ToJsonString(Indented);

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How a receiver checks what it gets, for the empty page.</summary>
    public const string Check = """
        import { createHmac, timingSafeEqual } from "node:crypto";

        // headers of the request, its body as text, and the secret that was shown when the webhook was made
        export function isFromNotifyHub(headers, body, secret) {
          const id = headers["webhook-id"], at = headers["webhook-timestamp"];
          if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
          const key = Buffer.from(secret.replace("whsec_", ""), "base64");
          const mine = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest();
          return headers["webhook-signature"].split(" ").some(one => {
            const theirs = Buffer.from(one.replace("v1,", ""), "base64");
            return theirs.length === mine.length && timingSafeEqual(theirs, mine);
          });
        }
        """;
}
