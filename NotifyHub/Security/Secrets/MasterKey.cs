using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NotifyHub.Data;

namespace NotifyHub.Security.Secrets;

/// <summary>
/// The 32 bytes that every sealing and hashing key is derived from: a setting, or a file beside the database that only its owner can read.
/// <see cref="MasterKeyCheck"/> opens it once at start, before anything is sealed.
/// </summary>
public sealed class MasterKey(IOptions<SecurityOptions> security, IOptions<DatabaseOptions> database)
{
    private const int Bytes = 32;
    private byte[]? _key;

    /// <summary>Folder of key files, 0700.</summary>
    public string Folder { get; } = Path.Combine(database.Value.DataDirectory, "keys");

    /// <summary>The key's file, when no setting gives the key.</summary>
    public string File => Path.Combine(Folder, "master.key");

    /// <summary>Whether a setting is empty or base64 of 32 bytes.</summary>
    public static bool IsUsable(string setting) => setting.Length == 0 || Decode(setting) is not null;

    /// <summary>A key for one purpose (HKDF-SHA256, RFC 5869).</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key ?? throw new InvalidOperationException("The master key is not open yet."), Bytes, salt: null, System.Text.Encoding.UTF8.GetBytes($"notifyhub/{purpose}"));

    /// <summary>Reads the setting or the file; false when neither is there.</summary>
    /// <exception cref="StartRefusedException">The setting or the file does not hold 32 bytes.</exception>
    internal bool TryOpen()
    {
        if (security.Value.MasterKey is { Length: > 0 } setting)
        {
            _key = Decode(setting) ?? throw new StartRefusedException("NotifyHub:Security:MasterKey must be base64 of 32 bytes.");
        }
        else if (System.IO.File.Exists(File))
        {
            _key = Decode(System.IO.File.ReadAllText(File).Trim()) ?? throw new StartRefusedException($"{File} must hold base64 of 32 bytes. Restore it from your backup.");
        }
        return _key is not null;
    }

    /// <summary>Draws a key and keeps it in the file.</summary>
    internal void Make()
    {
        PrivateFolder.Make(Folder);
        var key = RandomNumberGenerator.GetBytes(Bytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.WriteThrough };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var file = new FileStream(File, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
            file.Flush(flushToDisk: true);
        }
        _key = key;
    }

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[Bytes + 1];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length == Bytes ? bytes[..Bytes] : null;
    }
}
