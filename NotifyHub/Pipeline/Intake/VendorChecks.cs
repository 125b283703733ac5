using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push;

namespace NotifyHub.Pipeline.Intake;

/// <summary>Gates that depend on which vendors the target's devices have.</summary>
internal sealed class VendorChecks(PushRenderer renderer)
{
    // Any delivery's id has this length: what is measured is what goes out.
    private static readonly string SampleId = RowId.Format(RowId.Delivery, long.MaxValue);

    private static readonly ProviderKind[] KeylessVendors = [ProviderKind.MiPush, ProviderKind.Expo];

    /// <summary>All of them.</summary>
    /// <exception cref="RefusedException">One of the vendors would refuse the message.</exception>
    public void Check(PushMessage message, IReadOnlySet<ProviderKind> vendors)
    {
        var faults = new FaultList();
        Keys(message, vendors, faults);
        Words(message, vendors, faults);
        faults.ThrowIfAny();
        Size(message, vendors);
    }

    /// <summary>Whether <see cref="Check"/> would refuse the message for this vendor.</summary>
    public bool Objects(PushMessage message, ProviderKind vendor)
    {
        try
        {
            Check(message, new HashSet<ProviderKind> { vendor });
            return false;
        }
        catch (RefusedException)
        {
            return true;
        }
    }

    /// <summary>Data keys that a vendor keeps for itself.</summary>
    private static void Keys(PushMessage message, IReadOnlySet<ProviderKind> vendors, FaultList faults)
    {
        foreach (var name in message.Data?.Select(d => d.Key) ?? [])
        {
            if (vendors.Contains(ProviderKind.Fcm) && (name is "from" or "message_type" || name.StartsWith("google", StringComparison.Ordinal) || name.StartsWith("gcm", StringComparison.Ordinal)))
            {
                faults.Add($"/data/{name}", RefusalCode.ReservedKey, $"FCM keeps the key {name} for itself.");
            }
            if (vendors.Contains(ProviderKind.Apns) && name == "aps")
            {
                faults.Add("/data/aps", RefusalCode.ReservedKey, "APNs keeps the key aps for itself; use options.apns.");
            }
        }
    }

    /// <summary>Raw overrides, each against what its vendor's requests hold.</summary>
    public void Overrides(PushSendOptions? options, FaultList faults)
    {
        (ProviderKind Vendor, JsonObject? Patch)[] given =
        [
            (ProviderKind.Apns, options?.Apns), (ProviderKind.Fcm, options?.Fcm), (ProviderKind.WebPush, options?.Webpush),
            (ProviderKind.Huawei, options?.Huawei), (ProviderKind.MiPush, options?.Mipush), (ProviderKind.Expo, options?.Expo),
        ];
        foreach (var (vendor, patch) in given)
        {
            if (patch is not null)
            {
                renderer.CheckOverride(vendor, patch, $"/options/{vendor.Wire()}", faults);
            }
        }
    }

    /// <summary>Words that a vendor can't show, and what only one vendor carries.</summary>
    private static void Words(PushMessage message, IReadOnlySet<ProviderKind> vendors, FaultList faults)
    {
        if (message.LiveActivity is not null && vendors.Cast<ProviderKind?>().FirstOrDefault(v => v != ProviderKind.Apns) is { } other)
        {
            faults.Add("/options/liveActivity", "not_allowed", $"Only APNs carries live activities; a device of the target is of {other.Label()}.");
        }
        var wordless = string.IsNullOrWhiteSpace(message.Title) && string.IsNullOrWhiteSpace(message.Body);
        if (wordless && !message.Silent && message.LiveActivity is null && KeylessVendors.Cast<ProviderKind?>().FirstOrDefault(v => vendors.Contains(v!.Value)) is { } keyless)
        {
            faults.Add("/title", "required", $"{keyless.Label()} looks up no localization keys; give a title or a body beside them.");
        }
    }

    /// <summary>The translated payload of every vendor, in UTF-8 bytes.</summary>
    /// <exception cref="RefusedException">The largest is too large for its vendor.</exception>
    private void Size(PushMessage message, IReadOnlySet<ProviderKind> vendors)
    {
        foreach (var vendor in vendors)
        {
            var size = renderer.Measure(vendor, message, SampleId);
            if (!size.Fits)
            {
                throw new RefusedException(RefusalCode.PayloadTooLarge, $"{vendor.Label()} takes {size.MaxBytes} bytes; this payload has {size.ActualBytes}.")
                {
                    Figures = new Dictionary<string, long>(StringComparer.Ordinal) { ["actualBytes"] = size.ActualBytes, ["maxBytes"] = size.MaxBytes },
                };
            }
        }
    }
}
