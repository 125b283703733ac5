using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Egress;

namespace NotifyHub.Audience.Devices;

/// <summary>What tokens and subscriptions look like, vendor by vendor: a token that no vendor could know is refused at the door.</summary>
public sealed partial class DeviceAddressRules(IEgress egress, IConfiguration configuration)
{
    private static readonly string[] FaultWords = ["slow", "hang", "late", "reset", "drop", "goaway", "junk"];

    // The twins take a fault from the token's first word (f503-..., hang-...); only where they stand in for the vendors.
    private readonly bool _scriptedFaults = configuration.GetValue("NotifyHub:Sandbox:Enabled", defaultValue: false);

    /// <summary>The address in the registration; null, with faults, when there is none that the vendor could reach.</summary>
    internal DeviceAddress? Read(ProviderKind provider, DeviceRegistration device, FaultList faults) => provider switch
    {
        ProviderKind.WebPush => Subscription(device, faults),
        _ => Token(provider, device, faults),
    };

    private DeviceAddress? Token(ProviderKind provider, DeviceRegistration device, FaultList faults)
    {
        if (device.Subscription is not null)
        {
            faults.Add("/subscription", "not_allowed", "Only Web Push has subscriptions; give token.");
        }
        faults.Required("/token", device.Token);
        if (string.IsNullOrWhiteSpace(device.Token))
        {
            return null;
        }
        var (fits, shape) = ShapeOf(provider, device.Token);
        if (!fits && !(_scriptedFaults && IsScript(device.Token)))
        {
            faults.Add("/token", "bad_format", shape);
            return null;
        }
        return new DeviceAddress(device.Token);
    }

    private static (bool Fits, string Shape) ShapeOf(ProviderKind provider, string token) => provider switch
    {
        ProviderKind.Apns => (IsHex(token), "An APNs token is 64 to 200 hex characters."),
        ProviderKind.Expo => (token.Length <= 256 && ExpoForm().IsMatch(token), "An Expo token reads ExponentPushToken[...] or ExpoPushToken[...] and has at most 256 characters. A device's own APNs or FCM token is registered with apns or fcm."),
        // MiPush takes a list where it takes one: a comma would address a second device.
        ProviderKind.MiPush => (IsPlain(token) && !token.Contains(','), "A MiPush registration id is 20 to 4096 characters without white space and commas."),
        _ => (IsPlain(token), $"{(provider == ProviderKind.Huawei ? "A" : "An")} {provider.Label()} token is 20 to 4096 characters without white space."),
    };

    private DeviceAddress? Subscription(DeviceRegistration device, FaultList faults)
    {
        if (device.Token is not null)
        {
            faults.Add("/token", "not_allowed", "Web Push has no token; give subscription.");
        }
        if (device.Subscription is not { } subscription)
        {
            faults.Add("/subscription", "required", "subscription is required for Web Push.");
            return null;
        }
        Endpoint(subscription.Endpoint, faults);
        if (!IsPointOnP256(subscription.Keys.P256dh))
        {
            faults.Add("/subscription/keys/p256dh", "bad_format", "p256dh must be base64url of an uncompressed point on P-256 (65 bytes).");
        }
        if (Bytes(subscription.Keys.Auth) is not { Length: 16 })
        {
            faults.Add("/subscription/keys/auth", "bad_format", "auth must be base64url of 16 bytes.");
        }
        return new DeviceAddress(subscription.Endpoint, subscription.Keys.P256dh, subscription.Keys.Auth);
    }

    private void Endpoint(string endpoint, FaultList faults)
    {
        if (endpoint.Length > 2048 || !Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            faults.Add("/subscription/endpoint", "bad_format", "endpoint must be an absolute https address of at most 2048 characters.");
        }
        else if (egress.WhyRefused(address) is { } reason)
        {
            faults.Add("/subscription/endpoint", RefusalCode.EndpointNotAllowed, reason);
        }
    }

    private static bool IsPointOnP256(string text)
    {
        if (Bytes(text) is not { Length: 65 } point || point[0] != 4)
        {
            return false;
        }
        try
        {
            using var key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
            return true;
        }
        catch (CryptographicException)
        {
            // The platform's way to say that the point is not on the curve.
            return false;
        }
    }

    private static byte[]? Bytes(string text) =>
        text.Length <= 128 && Base64Url.IsValid(text, out _) ? Base64Url.DecodeFromChars(text) : null;

    private static bool IsHex(string token) => token.Length is >= 64 and <= 200 && token.All(char.IsAsciiHexDigit);

    private static bool IsPlain(string token) => token.Length is >= 20 and <= 4096 && token.All(c => c is > ' ' and <= '~');

    [GeneratedRegex(@"^Expo(?:nent)?PushToken\[[!-Z^-~]+\]$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ExpoForm();

    private static bool IsScript(string token) =>
        token.Length is >= 8 and <= 4096 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '+' or '-')
        && (token is ['f', >= '0' and <= '9', ..] || FaultWords.Any(word => token.StartsWith(word, StringComparison.Ordinal)));
}
