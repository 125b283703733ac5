using System.Buffers.Text;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.Phones;

/// <summary>Tokens that look like each vendor's own.</summary>
internal static class PhoneToken
{
    public static string Create(PhonePlatform platform) => platform switch
    {
        PhonePlatform.Expo => Expo.ExpoToken.Create(),
        PhonePlatform.Ios => RandomNumberGenerator.GetHexString(64, lowercase: true),
        PhonePlatform.Android => $"{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16))}:APA91b{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(96))}",
        PhonePlatform.Huawei => $"IQAAAA{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(93))}",
        PhonePlatform.MiPush => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)),
        _ => RandomNumberGenerator.GetHexString(32, lowercase: true),
    };
}
