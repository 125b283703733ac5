using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>How a send stands, in words.</summary>
public static class SendOutcome
{
    /// <summary>One short line for the list.</summary>
    public static string Words(SendRow row) => row.Status switch
    {
        DeliveryStatus.Sent => "Accepted",
        DeliveryStatus.Retrying => row.Error is { } error ? $"{AttemptWords.Code(error)}, will retry" : "Will retry",
        DeliveryStatus.Failed when row.Error is { } error => $"{DeliveryWords.Reason(row.Reason)} ({error})",
        DeliveryStatus.Queued or DeliveryStatus.Sending or DeliveryStatus.Scheduled when row.Reason == DeliveryReason.None => DeliveryWords.Waits(row.Status),
        _ => row.Reason == DeliveryReason.None ? DeliveryWords.Waits(row.Status) : DeliveryWords.Reason(row.Reason),
    };

    /// <summary>Whom it goes to: the person, else the device.</summary>
    public static string To(SendRow row) => row.UserId ?? row.Model ?? row.Platform ?? "Device";

    /// <summary>Beside <see cref="To"/>: the device, or the end of its token.</summary>
    public static string ToDetail(SendRow row) =>
        row.UserId is not null && (row.Model ?? row.Platform) is { } device ? device : row.TokenTail is { } tail ? $"…{tail}" : "";

    /// <summary>The title, or what stands in its place.</summary>
    public static string Title(string? title) => string.IsNullOrEmpty(title) ? "Silent push" : title;
}
