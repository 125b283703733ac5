namespace NotifyHub.Security.Secrets;

/// <summary>Seals what must not lie in the database in clear (AES-256-GCM). The seal is bound to its row: moved to another row, project or field it does not open.</summary>
public interface ISecretBox
{
    /// <summary>Seals for one field of one row.</summary>
    byte[] Seal(SecretPlace place, ReadOnlySpan<byte> clear);

    /// <summary>Opens; throws <see cref="System.Security.Cryptography.CryptographicException"/> when the seal is broken or belongs elsewhere.</summary>
    byte[] Open(SecretPlace place, ReadOnlySpan<byte> @sealed);

    /// <summary>Keyed hash (HMAC-SHA256, 32 bytes) for look-up and uniqueness without the clear text.</summary>
    byte[] Hash(string purpose, long projectId, ReadOnlySpan<byte> clear);
}

/// <summary>Where a secret lies.</summary>
/// <param name="Field">Table and column, e.g. <c>devices.sealed_token</c>.</param>
/// <param name="ProjectId">Owner.</param>
/// <param name="RowId">The row.</param>
public readonly record struct SecretPlace(string Field, long ProjectId, long RowId);
