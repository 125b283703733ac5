using NotifyHub.Data.Rows;
using NotifyHub.Insights.Devices;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Api.Contracts;

/// <summary>A send in a list.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="NotificationId">What it is part of.</param>
/// <param name="Device">To whom.</param>
/// <param name="UserId">The app's own id of the device's user.</param>
/// <param name="Provider">Through which vendor.</param>
/// <param name="Status">scheduled, queued, sending, retrying, held, delayed, sent, suppressed, expired, failed or cancelled.</param>
/// <param name="ProviderOutcome">The vendor's answer in our words; without one, the reason.</param>
/// <param name="Reason">Why it ended or waits.</param>
/// <param name="Error">The vendor's own word.</param>
/// <param name="RetryCount">Calls to the vendor after the first.</param>
/// <param name="Title">At most 200 characters of the title.</param>
/// <param name="CampaignId">Campaign tag.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="DueAt">Not before this.</param>
/// <param name="SentAt">When the vendor accepted it.</param>
/// <param name="AckedAt">When the device confirmed it.</param>
/// <param name="OpenedAt">When it was opened.</param>
public sealed record SendListItem(
    string Id, string NotificationId, string Device, string? UserId, string Provider, string Status, string? ProviderOutcome, string? Reason, string? Error, int RetryCount,
    string? Title, string? CampaignId, DateTimeOffset CreatedAt, DateTimeOffset DueAt, DateTimeOffset? SentAt, DateTimeOffset? AckedAt, DateTimeOffset? OpenedAt)
{
    /// <summary>From the row.</summary>
    public static SendListItem From(SendRow row)
    {
        var reason = row.Reason == DeliveryReason.None ? null : row.Reason.ToString();
        return new SendListItem(
            RowId.Format(RowId.Delivery, row.Id), RowId.Format(RowId.Notification, row.NotificationId), RowId.Format(RowId.Device, row.DeviceId), row.UserId, row.Provider.Wire(),
            WireNames.Of(row.Status), row.Outcome ?? reason, reason, row.Error, row.Retries, row.Title, row.CampaignId, row.CreatedAt, row.DueAt, row.SentAt, row.AckedAt, row.OpenedAt);
    }
}

/// <summary>A device in a list. Its token is a credential and is never shown.</summary>
/// <param name="Id">The device.</param>
/// <param name="Provider">apns, fcm, webpush, huawei, mipush or expo.</param>
/// <param name="Status">active, retired or quarantined.</param>
/// <param name="RetiredReason">The vendor's word, deleted or replaced.</param>
/// <param name="TokenTail">Last characters of the token.</param>
/// <param name="UserId">The app's own id of its user.</param>
/// <param name="Platform">ios, android, web, ...</param>
/// <param name="Model">Device model.</param>
/// <param name="AppVersion">App's version.</param>
/// <param name="LastSeenAt">Last sign of life.</param>
/// <param name="CreatedAt">First registration.</param>
public sealed record DeviceListItem(
    string Id, string Provider, DeviceStatus Status, string? RetiredReason, string TokenTail, string? UserId, string? Platform, string? Model, string? AppVersion,
    DateTimeOffset LastSeenAt, DateTimeOffset CreatedAt)
{
    /// <summary>From the row.</summary>
    public static DeviceListItem From(DeviceRow row) => new(
        RowId.Format(RowId.Device, row.Id), row.Provider.Wire(), row.Status, row.RetiredReason, row.TokenTail, row.UserId, row.Platform, row.Model, row.AppVersion, row.LastSeenAt, row.CreatedAt);
}
