using System.Runtime.InteropServices;

namespace NotifyHub.Pipeline.Providers.WebPush.Libcrypto;

/// <summary>The functions of OpenSSL 3's libcrypto that are called, none of them deprecated there (openssl.org, man3). The platform has the same file loaded for its own classes.</summary>
internal static partial class Libcrypto3
{
    /// <summary>Linux, any distribution with OpenSSL 3.</summary>
    public const string File = "libcrypto.so.3";

    /// <summary>NID_X9_62_prime256v1.</summary>
    public const int P256Curve = 415;

    /// <summary>POINT_CONVERSION_UNCOMPRESSED.</summary>
    public const int Uncompressed = 4;

    /// <summary>BN_FLG_CONSTTIME: the number is secret.</summary>
    public const int ConstantTime = 4;

    /// <summary>EVP_CTRL_AEAD_GET_TAG.</summary>
    public const int GetTag = 16;

    [LibraryImport(File, EntryPoint = "OpenSSL_version_num")] public static partial nuint Version();
    [LibraryImport(File, EntryPoint = "EC_GROUP_new_by_curve_name")] public static partial nint NewGroup(int curve);
    [LibraryImport(File, EntryPoint = "EC_GROUP_free")] public static partial void FreeGroup(nint group);
    [LibraryImport(File, EntryPoint = "EC_GROUP_get0_order")] public static partial nint Order(nint group);
    [LibraryImport(File, EntryPoint = "EC_POINT_new")] public static partial nint NewPoint(nint group);
    [LibraryImport(File, EntryPoint = "EC_POINT_clear_free")] public static partial void FreePoint(nint point);
    [LibraryImport(File, EntryPoint = "EC_POINT_oct2point")] public static partial int ReadPoint(nint group, nint point, ReadOnlySpan<byte> bytes, nuint length, nint scratch);
    [LibraryImport(File, EntryPoint = "EC_POINT_point2oct")] public static partial nuint WritePoint(nint group, nint point, int form, Span<byte> bytes, nuint length, nint scratch);
    [LibraryImport(File, EntryPoint = "EC_POINT_mul")] public static partial int Multiply(nint group, nint result, nint generatorTimes, nint point, nint pointTimes, nint scratch);
    [LibraryImport(File, EntryPoint = "BN_secure_new")] public static partial nint NewSecretNumber();
    [LibraryImport(File, EntryPoint = "BN_clear_free")] public static partial void FreeNumber(nint number);
    [LibraryImport(File, EntryPoint = "BN_clear")] public static partial void ClearNumber(nint number);
    [LibraryImport(File, EntryPoint = "BN_set_flags")] public static partial void SetFlags(nint number, int flags);
    [LibraryImport(File, EntryPoint = "BN_is_zero")] public static partial int IsZero(nint number);
    [LibraryImport(File, EntryPoint = "BN_priv_rand_range")] public static partial int DrawBelow(nint number, nint limit);
    [LibraryImport(File, EntryPoint = "BN_bin2bn")] public static partial nint ReadNumber(ReadOnlySpan<byte> bytes, int length, nint number);
    [LibraryImport(File, EntryPoint = "BN_CTX_secure_new")] public static partial nint NewScratch();
    [LibraryImport(File, EntryPoint = "BN_CTX_free")] public static partial void FreeScratch(nint scratch);
    [LibraryImport(File, EntryPoint = "EVP_sha256")] public static partial nint Sha256();
    [LibraryImport(File, EntryPoint = "HMAC")] public static partial nint Hmac(nint hash, ReadOnlySpan<byte> key, int keyLength, ReadOnlySpan<byte> data, nuint length, Span<byte> mac, nint macLength);
    [LibraryImport(File, EntryPoint = "EVP_aes_128_gcm")] public static partial nint Aes128Gcm();
    [LibraryImport(File, EntryPoint = "EVP_CIPHER_CTX_new")] public static partial nint NewCipher();
    [LibraryImport(File, EntryPoint = "EVP_CIPHER_CTX_free")] public static partial void FreeCipher(nint cipher);
    [LibraryImport(File, EntryPoint = "EVP_EncryptInit_ex")] public static partial int BeginEncrypt(nint cipher, nint kind, nint engine, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce);
    [LibraryImport(File, EntryPoint = "EVP_EncryptUpdate")] public static partial int Encrypt(nint cipher, Span<byte> output, out int written, ReadOnlySpan<byte> input, int length);
    [LibraryImport(File, EntryPoint = "EVP_EncryptFinal_ex")] public static partial int EndEncrypt(nint cipher, Span<byte> output, out int written);
    [LibraryImport(File, EntryPoint = "EVP_CIPHER_CTX_ctrl")] public static partial int Control(nint cipher, int what, int argument, Span<byte> bytes);
    [LibraryImport(File, EntryPoint = "ERR_clear_error")] public static partial void ClearErrors();
}
