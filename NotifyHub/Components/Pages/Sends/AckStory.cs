using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>What is known of the device's own confirmation, and why it may be missing.</summary>
/// <param name="Headline">In one line.</param>
/// <param name="Tone">How it feels.</param>
/// <param name="Text">What it means.</param>
/// <param name="Reasons">Likely reasons for a missing one, the likeliest first.</param>
public sealed record AckStory(string Headline, Tone Tone, string Text, IReadOnlyList<string> Reasons)
{
    private const string Needs = "The vendor's answer only says that it took the message. The app itself confirms by calling POST /v1/push/sends/{id}/ack with the notifyhub_msg_id it received.";

    /// <summary>The story of this send.</summary>
    public static AckStory Of(SendDetail detail, PushMessage message, DateTimeOffset now)
    {
        var delivery = detail.Delivery;
        if (delivery.AckedAt is { } acked)
        {
            // The device may be quicker than the vendor's answer.
            var after = delivery.SentAt is not { } sent ? "by its own word" : acked <= sent ? "at once" : $"{TimeWords.Span(acked - sent)} after the vendor took it";
            return new("Confirmed by the device", Tone.Ok, $"The device said that it has the message, {after}.", []);
        }
        if (delivery.Status != DeliveryStatus.Sent)
        {
            if (delivery.Receipt == ReceiptState.Error)
            {
                return new("Nothing to confirm", Tone.Idle, $"{delivery.Provider.Label()} took it, but said later that it did not get through.", []);
            }
            return delivery.Status >= DeliveryStatus.Suppressed
                ? new("Nothing to confirm", Tone.Idle, "No vendor took it, so no device can confirm it.", [])
                : new("Not sent yet", Tone.Idle, "The device can confirm it once the vendor has taken it.", []);
        }
        var waited = TimeWords.Span(now - (delivery.SentAt ?? delivery.UpdatedAt));
        return new("Not confirmed", Tone.Warn, $"The vendor took it {waited} ago; the device has not said that it has it. {Needs}", [.. Why(detail, message, now)]);
    }

    private static IEnumerable<string> Why(SendDetail detail, PushMessage message, DateTimeOffset now)
    {
        var (delivery, device) = (detail.Delivery, detail.Device);
        if (device is { Status: DeviceStatus.Retired })
        {
            yield return "The device is retired: the app was probably uninstalled, or its token replaced.";
        }
        if (device is { Permission: "denied" })
        {
            yield return "Notifications are switched off for the app on this device.";
        }
        if (!detail.DeviceEverAcked)
        {
            yield return "This device has confirmed none of its last 50 sends: its app may not call the ack yet.";
        }
        if (message.Silent && delivery.Provider == ProviderKind.Apns)
        {
            yield return "It is a silent push: iOS wakes the app when it sees fit, and not at all after the app was swiped away or in Low Power Mode.";
        }
        if (!message.Silent && delivery.Provider == ProviderKind.Apns && !message.MutableContent && message.ImageUrl is null)
        {
            yield return "Sent without mutableContent: on iOS no app code runs until the person taps, so the ack comes with the tap or never.";
        }
        if (delivery.Provider == ProviderKind.WebPush)
        {
            yield return "A browser gets it when it runs the next time; a closed browser on a desktop does not.";
        }
        if (!message.Silent && delivery.Provider == ProviderKind.Huawei)
        {
            yield return "Huawei's system shows a notification by itself: the app gets its data when the person taps, so the ack comes with the tap or never.";
        }
        if (message.Silent && delivery.Provider is (ProviderKind.Huawei or ProviderKind.MiPush))
        {
            yield return "A silent push reaches an app on Huawei and Xiaomi phones only while it runs.";
        }
        if (delivery.CollapseKey is not null)
        {
            yield return "It has a collapse key: a newer message with the same key may have taken its place before the device was reached.";
        }
        if (delivery.ExpiresAt is { } expires && expires < now)
        {
            yield return "Its time to live has ended: the vendor drops it if the device was not reached by then.";
        }
        if (device is not null && delivery.SentAt is { } sent && device.LastSeenAt < sent)
        {
            yield return $"The device was last seen {TimeWords.Ago(device.LastSeenAt, now)}, before the send: it may be off or offline.";
        }
    }
}
