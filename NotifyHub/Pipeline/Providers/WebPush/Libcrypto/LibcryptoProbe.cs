using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers.WebPush.Libcrypto;

/// <summary>Decides once, at start, whether libcrypto is used: it must load, be version 3, and reproduce RFC 8291's example.</summary>
internal static class LibcryptoProbe
{
    // RFC 8291, section 5 and appendix A.
    private const string Plaintext = "When I grow up, I want to be a watermelon";
    private const string Scalar = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private const string Receiver = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";
    private const string Salt = "DGv6ra1nlYgDCS1FRnbzlw";
    private const string Body =
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    /// <summary>The fast primitives, or null with the reason in words.</summary>
    public static LibcryptoCrypto? Find(out string reason)
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(Libcrypto3.File, out _))
        {
            reason = $"{Libcrypto3.File} is not there";
            return null;
        }
        try
        {
            if (Libcrypto3.Version() >> 28 is not 3)
            {
                reason = $"{Libcrypto3.File} is not OpenSSL 3";
                return null;
            }
            var crypto = new LibcryptoCrypto();
            if (Reproduces(crypto))
            {
                reason = "";
                return crypto;
            }
            crypto.Dispose();
            reason = $"{Libcrypto3.File} did not reproduce the example of RFC 8291";
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException or BadImageFormatException or CryptographicException or TypeInitializationException)
        {
            reason = $"{Libcrypto3.File} can't be used: {e.Message}";
        }
        return null;
    }

    /// <summary>Whether these primitives make RFC 8291's example, and make a message with a fresh key.</summary>
    internal static bool Reproduces(IPushCrypto crypto)
    {
        var keys = SubscriberKeys.Read(Receiver, Auth)!.Value;
        var made = Aes128Gcm.Encrypt(crypto, System.Text.Encoding.ASCII.GetBytes(Plaintext), keys, Base64Url.DecodeFromChars(Scalar), Base64Url.DecodeFromChars(Salt));
        return made is not null && Base64Url.EncodeToString(made) == Body && Aes128Gcm.Encrypt(crypto, [], keys) is not null;
    }
}
