using System.Security.Cryptography;

namespace NotifyHub.Pipeline.Providers.WebPush.Libcrypto;

/// <summary>What one encryption needs of libcrypto's memory, made once and used by one thread at a time: a message allocates nothing there, so nothing can leak.</summary>
internal sealed class CryptoSlot : IDisposable
{
    private readonly nint _group = Made(Libcrypto3.NewGroup(Libcrypto3.P256Curve));
    private readonly nint _point;
    private readonly nint _result;
    private readonly nint _scalar = Made(Libcrypto3.NewSecretNumber());
    private readonly nint _scratch = Made(Libcrypto3.NewScratch());
    private readonly nint _cipher = Made(Libcrypto3.NewCipher());
    private bool _freed;

    public CryptoSlot()
    {
        _point = Made(Libcrypto3.NewPoint(_group));
        _result = Made(Libcrypto3.NewPoint(_group));
        // The cipher's kind is looked up once; each message then sets only key and nonce.
        Check(Libcrypto3.BeginEncrypt(_cipher, Libcrypto3.Aes128Gcm(), 0, [], []));
    }

    /// <inheritdoc cref="IPushCrypto.Agree"/>
    public bool Agree(ReadOnlySpan<byte> subscriber, ReadOnlySpan<byte> scalar, Span<byte> senderPoint, Span<byte> secret)
    {
        // Fails for a point off the curve; P-256 has cofactor 1, so a point on it is a good one (SP 800-56A, 5.6.2.3.4).
        if (Libcrypto3.ReadPoint(_group, _point, subscriber, (nuint)subscriber.Length, _scratch) != 1)
        {
            Libcrypto3.ClearErrors();
            return false;
        }
        TakeScalar(scalar);
        try
        {
            Check(Libcrypto3.Multiply(_group, _result, _scalar, 0, 0, _scratch));
            Write(_result, senderPoint);
            // The secret is the x of scalar times point; what ECDH_compute_key does, without an object for each key.
            Check(Libcrypto3.Multiply(_group, _result, 0, _point, _scalar, _scratch));
            Span<byte> shared = stackalloc byte[P256.PointLength];
            Write(_result, shared);
            shared[1..33].CopyTo(secret);
            CryptographicOperations.ZeroMemory(shared);
            return true;
        }
        finally
        {
            Libcrypto3.ClearNumber(_scalar);
        }
    }

    /// <inheritdoc cref="IPushCrypto.Seal"/>
    public void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> record, Span<byte> tag)
    {
        Check(Libcrypto3.BeginEncrypt(_cipher, 0, 0, key, nonce));
        Check(Libcrypto3.Encrypt(_cipher, record, out _, record, record.Length));
        Check(Libcrypto3.EndEncrypt(_cipher, tag, out _));
        Check(Libcrypto3.Control(_cipher, Libcrypto3.GetTag, tag.Length, tag));
    }

    public void Dispose()
    {
        if (_freed) return;
        _freed = true;
        Libcrypto3.FreeCipher(_cipher);
        Libcrypto3.FreeScratch(_scratch);
        Libcrypto3.FreeNumber(_scalar);
        Libcrypto3.FreePoint(_result);
        Libcrypto3.FreePoint(_point);
        Libcrypto3.FreeGroup(_group);
    }

    private void TakeScalar(ReadOnlySpan<byte> given)
    {
        Libcrypto3.SetFlags(_scalar, Libcrypto3.ConstantTime);
        if (!given.IsEmpty)
        {
            Made(Libcrypto3.ReadNumber(given, given.Length, _scalar));
            return;
        }
        do
        {
            Check(Libcrypto3.DrawBelow(_scalar, Libcrypto3.Order(_group)));
        }
        while (Libcrypto3.IsZero(_scalar) == 1);
    }

    private void Write(nint point, Span<byte> bytes)
    {
        if (Libcrypto3.WritePoint(_group, point, Libcrypto3.Uncompressed, bytes, P256.PointLength, _scratch) != P256.PointLength) throw Failed();
    }

    private static nint Made(nint thing) => thing != 0 ? thing : throw Failed();

    private static void Check(int result)
    {
        if (result != 1) throw Failed();
    }

    private static CryptographicException Failed()
    {
        Libcrypto3.ClearErrors();
        return new CryptographicException("libcrypto refused a call.");
    }
}
