using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.Fcm;

/// <summary>The service accounts that the twin knows, as Google Cloud's IAM would.</summary>
internal sealed class FcmAccounts
{
    private readonly ConcurrentDictionary<string, FcmAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>Adds or replaces an account.</summary>
    /// <exception cref="ArgumentException">The PEM holds no RSA key.</exception>
    /// <exception cref="CryptographicException">The PEM cannot be read.</exception>
    public void Register(string clientEmail, string projectId, string publicKeyPem)
    {
        var key = RSA.Create();
        key.ImportFromPem(publicKeyPem);
        _accounts[clientEmail] = new FcmAccount(clientEmail, projectId, key);
    }

    public FcmAccount? Find(string? clientEmail) => clientEmail is null ? null : _accounts.GetValueOrDefault(clientEmail);
}

/// <summary>A service account and the project that it may send for.</summary>
internal sealed record FcmAccount(string ClientEmail, string ProjectId, RSA PublicKey);
