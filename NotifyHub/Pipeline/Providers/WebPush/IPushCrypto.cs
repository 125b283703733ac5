namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>The three primitives that RFC 8291 rests on. <see cref="Aes128Gcm"/> puts them together; may be called by many threads.</summary>
internal interface IPushCrypto
{
    /// <summary>What it is, for the log and the health page.</summary>
    string Name { get; }

    /// <summary>ECDH on P-256 with the subscriber's point (RFC 8291, 3.1). False when the point is not on the curve.</summary>
    /// <param name="subscriber">65 bytes, uncompressed.</param>
    /// <param name="scalar">The sender's private key, 32 bytes; empty for a fresh one, as each message must have.</param>
    /// <param name="senderPoint">Gets the sender's public key, 65 bytes.</param>
    /// <param name="secret">Gets the shared secret, 32 bytes.</param>
    bool Agree(ReadOnlySpan<byte> subscriber, ReadOnlySpan<byte> scalar, Span<byte> senderPoint, Span<byte> secret);

    /// <summary>HMAC-SHA-256 of up to a few hundred bytes into 32.</summary>
    void Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac);

    /// <summary>AES-128-GCM in place, without associated data.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="record">Plaintext in, ciphertext out.</param>
    /// <param name="tag">Gets 16 bytes.</param>
    void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> record, Span<byte> tag);
}
