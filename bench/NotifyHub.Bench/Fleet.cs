using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NotifyHub.E2E.Support;

namespace NotifyHub.Bench;

/// <summary>Devices of one vendor with made-up tokens; the twins in quick mode accept any.</summary>
public static class Fleet
{
    /// <summary>Settings under which limits do not stand in the way of what is measured.</summary>
    public static Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal)
    {
        ["NotifyHub__Limits__DevicePerMinute"] = "100000000",
        // 128 calls in flight to each vendor.
        ["NotifyHub__Limits__InFlight"] = $"{128 * HubUnderLoad.Vendors}",
        ["NotifyHub__Limits__Project__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__Apns__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__Fcm__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__WebPush__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__Huawei__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__MiPush__PerSecond"] = "0",
        ["NotifyHub__Limits__Vendors__Expo__PerSecond"] = "0",
    };

    public static async Task<string[]> RegisterAsync(HubUnderLoad hub, string provider, int count, CancellationToken cancel)
    {
        var ids = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel },
            async (i, stop) => ids[i] = await hub.RegisterAsync(Device(hub, provider), stop));
        return ids;
    }

    private static JsonObject Device(HubUnderLoad hub, string provider)
    {
        var device = new JsonObject { ["provider"] = provider };
        switch (provider)
        {
            case "apns":
                device["token"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
                device["environment"] = "production";
                break;
            case "fcm":
                device["token"] = "bench-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(40));
                break;
            default:
                using (var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256))
                {
                    var q = key.ExportParameters(false).Q;
                    device["subscription"] = new JsonObject
                    {
                        ["endpoint"] = new Uri(hub.TwinUrl, "/wpush/" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))).ToString(),
                        ["keys"] = new JsonObject { ["p256dh"] = Base64Url([4, .. q.X!, .. q.Y!]), ["auth"] = Base64Url(RandomNumberGenerator.GetBytes(16)) },
                    };
                }
                break;
        }
        return device;
    }

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
