using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers.WebPush.Libcrypto;

/// <summary>The primitives straight from OpenSSL 3, without an object for each key: a sixth of the cost of the platform's classes.</summary>
internal sealed class LibcryptoCrypto : IPushCrypto, IDisposable
{
    // More than so many encryptions at once do not happen: each takes one core for 0.1 ms.
    private const int Kept = 64;
    private static readonly nint Sha256 = Libcrypto3.Sha256();

    private readonly ConcurrentStack<CryptoSlot> _free = new();
    private bool _disposed;

    /// <inheritdoc/>
    public string Name => $"libcrypto {Libcrypto3.Version() >> 28}.{(Libcrypto3.Version() >> 20) & 0xFF}";

    /// <inheritdoc/>
    public bool Agree(ReadOnlySpan<byte> subscriber, ReadOnlySpan<byte> scalar, Span<byte> senderPoint, Span<byte> secret)
    {
        var slot = Take();
        try
        {
            return slot.Agree(subscriber, scalar, senderPoint, secret);
        }
        finally
        {
            GiveBack(slot);
        }
    }

    /// <inheritdoc/>
    public void Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac)
    {
        if (Libcrypto3.Hmac(Sha256, key, key.Length, data, (nuint)data.Length, mac, 0) == 0) throw new CryptographicException("libcrypto made no HMAC.");
    }

    /// <inheritdoc/>
    public void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> record, Span<byte> tag)
    {
        var slot = Take();
        try
        {
            slot.Seal(key, nonce, record, tag);
        }
        finally
        {
            GiveBack(slot);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_free.TryPop(out var slot)) slot.Dispose();
    }

    private CryptoSlot Take() => _free.TryPop(out var slot) ? slot : new CryptoSlot();

    private void GiveBack(CryptoSlot slot)
    {
        if (_disposed || _free.Count >= Kept) slot.Dispose();
        else _free.Push(slot);
    }
}
