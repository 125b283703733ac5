using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace NotifyHub.Security.Secrets;

/// <summary>
/// Sealed form: version (1 byte), key id (4), nonce (12), tag (16), cipher text. The place is bound as associated data.
/// Each field has a key of its own, which keeps random nonces far from their birthday bound.
/// </summary>
public sealed class SecretBox(MasterKey master) : ISecretBox
{
    private const byte Version = 1;
    private const int KeyIdBytes = 4, NonceBytes = 12, TagBytes = 16, HeadBytes = 1 + KeyIdBytes, Overhead = HeadBytes + NonceBytes + TagBytes;
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentStack<AesGcm>> _ciphers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public byte[] Seal(SecretPlace place, ReadOnlySpan<byte> clear)
    {
        var box = new byte[Overhead + clear.Length];
        box[0] = Version;
        KeyId().CopyTo(box.AsSpan(1));
        var nonce = box.AsSpan(HeadBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        var aes = Take(place.Field);
        aes.Encrypt(nonce, clear, box.AsSpan(Overhead), box.AsSpan(HeadBytes + NonceBytes, TagBytes), Bind(place));
        GiveBack(place.Field, aes);
        return box;
    }

    /// <inheritdoc/>
    public byte[] Open(SecretPlace place, ReadOnlySpan<byte> @sealed)
    {
        if (@sealed.Length < Overhead || @sealed[0] != Version)
        {
            throw new CryptographicException($"{place.Field}: not a sealed value of a version this program knows.");
        }
        if (!@sealed.Slice(1, KeyIdBytes).SequenceEqual(KeyId()))
        {
            throw new CryptographicException($"{place.Field}: sealed with another master key.");
        }
        var clear = new byte[@sealed.Length - Overhead];
        var aes = Take(place.Field);
        try
        {
            aes.Decrypt(@sealed.Slice(HeadBytes, NonceBytes), @sealed[Overhead..], @sealed.Slice(HeadBytes + NonceBytes, TagBytes), clear, Bind(place));
        }
        finally
        {
            GiveBack(place.Field, aes);
        }
        return clear;
    }

    /// <inheritdoc/>
    public byte[] Hash(string purpose, long projectId, ReadOnlySpan<byte> clear)
    {
        var bound = new byte[sizeof(long) + clear.Length];
        BinaryPrimitives.WriteInt64BigEndian(bound, projectId);
        clear.CopyTo(bound.AsSpan(sizeof(long)));
        return HMACSHA256.HashData(Key($"hash/{purpose}"), bound);
    }

    // A cipher costs more to make than to use, and serves one caller at a time: each field keeps those that are free. As many as threads once sealed or opened at the same moment.
    private AesGcm Take(string field) =>
        _ciphers.GetOrAdd(field, static _ => new()).TryPop(out var aes) ? aes : new AesGcm(Key($"seal/{field}"), TagBytes);

    private void GiveBack(string field, AesGcm aes) => _ciphers[field].Push(aes);

    private byte[] Key(string purpose) => _keys.GetOrAdd(purpose, static (name, from) => from.Derive(name), master);

    private ReadOnlySpan<byte> KeyId() => Key("key-id").AsSpan(0, KeyIdBytes);

    private static byte[] Bind(SecretPlace place) => Encoding.UTF8.GetBytes($"{place.Field}|{place.ProjectId}|{place.RowId}");
}
