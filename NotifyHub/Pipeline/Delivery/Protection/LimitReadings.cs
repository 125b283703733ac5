using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Limits;

namespace NotifyHub.Pipeline.Delivery.Protection;

/// <summary>How full a bucket is.</summary>
/// <param name="Available">Permits that are there now.</param>
/// <param name="Capacity">Most that can be.</param>
/// <param name="PerSecond">How many come a second, throttle and ramp taken off.</param>
/// <param name="Full">How many come a second when nothing is taken off.</param>
public readonly record struct BucketFill(double Available, int Capacity, double PerSecond, double Full);

/// <summary>What limits a project at a vendor now; null where nothing does.</summary>
/// <param name="Project">The project's own rate.</param>
/// <param name="Vendor">The installation's rate at the vendor; null too where the vendor counts by project.</param>
public readonly record struct LimitFill(BucketFill? Project, BucketFill? Vendor);

/// <summary>Reads the limiter for people: from memory where one process owns the store, from the shared buckets where several nodes do.</summary>
public sealed class LimitReadings
{
    private const string Bucket = "select tokens, refilled_at from limit_buckets where scope = @scope";

    private readonly SendingGuard _guard;
    private readonly HubEngine _engine;
    private readonly DeliveryLimits _limits;
    private readonly TimeProvider _time;

    internal LimitReadings(SendingGuard guard, HubEngine engine, DeliveryLimits limits, TimeProvider time) => (_guard, _engine, _limits, _time) = (guard, engine, limits, time);

    /// <summary>Of each vendor.</summary>
    public async Task<IReadOnlyDictionary<ProviderKind, LimitFill>> ReadAsync(long projectId, CancellationToken cancel = default)
    {
        var fills = new Dictionary<ProviderKind, LimitFill>();
        foreach (var provider in ProviderNames.Called)
        {
            var door = _guard.DoorOf(projectId, provider);
            var vendor = _guard.VendorGate(provider);
            fills[provider] = new LimitFill(
                await FillAsync($"project:{projectId}:{provider.Wire()}", door.Allowed(), door.Rate, cancel),
                vendor is null ? null : await FillAsync($"provider:{provider.Wire()}", new Allowed(_limits.Vendors.Of(provider), RateShare.Whole), vendor, cancel));
        }
        return fills;
    }

    private async Task<BucketFill?> FillAsync(string scope, Allowed allowed, PermitGate gate, CancellationToken cancel)
    {
        if (allowed.Rate.IsUnlimited)
        {
            return null;
        }
        var perSecond = allowed.Rate.PerSecond * allowed.Share.Refill;
        var most = Math.Max(1, allowed.Rate.Capacity * allowed.Share.Burst);
        var available = _engine.OwnedByOneProcess ? gate.Fill.Available : await SharedAsync(scope, perSecond, cancel) ?? most;
        return new BucketFill(Math.Round(Math.Clamp(available, 0, most), 1), allowed.Rate.Capacity, perSecond, allowed.Rate.PerSecond);
    }

    private async Task<double?> SharedAsync(string scope, double perSecond, CancellationToken cancel)
    {
        await using var connection = await _engine.OpenReadAsync(cancel);
        await using var command = connection.Command(Bucket, ("@scope", scope));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? reader.GetDouble(0) + Math.Max(0, (_time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1))).TotalSeconds) * perSecond
            : null;
    }
}
