using NotifyHub.Alerts;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.Health;

/// <summary>Vendors have had outages that called living tokens dead, and a wrong key looks the same. While the breaker is open, tokens are set aside rather than retired, and can come back.</summary>
internal sealed class InvalidationBreaker(AlertBook alerts)
{
    /// <summary>It opens: tokens that were retired on the vendor's word within the window are doubted too, and an operator is told.</summary>
    public async ValueTask OpenAsync(WriteSession session, long projectId, ProviderKind provider, string words, DateTimeOffset now)
    {
        var brought = await DeviceQuarantine.DoubtAsync(session, projectId, provider, now - HealthWindow.Length, now);
        await alerts.RaiseAsync(session, new AlertFact(projectId, AlertKind.BreakerOpen, provider.Wire(),
            $"{words} That is far more than usual, so it may be the vendor or the credential: their tokens are set aside, not retired{(brought > 0 ? $" ({brought} that were retired just now too)" : "")}, and their messages wait. Restore them on the provider page once it is mended, or retire them there."));
    }
}
