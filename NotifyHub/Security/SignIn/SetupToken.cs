using System.Security.Cryptography;
using System.Text;

namespace NotifyHub.Security.SignIn;

/// <summary>
/// The one-time token that proves that whoever sets up can read the console. Good for an hour; a visit of the set-up page after that prints a new one.
/// It is never part of an address, so no log or history keeps it.
/// </summary>
public sealed class SetupToken(TimeProvider time, ILogger<SetupToken> log)
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Groups = 5, GroupLength = 4;
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private readonly Lock _lock = new();
    private string? _token;
    private DateTimeOffset _until;

    /// <summary>Makes a token and prints it, unless a live one is on the console already.</summary>
    public void Offer()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_token is not null && now < _until)
            {
                return;
            }
            _token = string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));
            _until = now + Life;
            // The console is the token's one way out, by design: whoever reads it owns the machine.
            log.LogWarning("No account yet. Open /setup in a browser and enter this one-time set-up token (good for 1 hour): {SetupToken}", _token);
        }
    }

    /// <summary>Whether this is the live token. Case, spaces and dashes do not matter.</summary>
    public bool Matches(string presented)
    {
        lock (_lock)
        {
            return _token is not null && time.GetUtcNow() < _until
                && CryptographicOperations.FixedTimeEquals(Canonical(presented), Canonical(_token));
        }
    }

    /// <summary>The token is used up.</summary>
    public void Spend()
    {
        lock (_lock)
        {
            _token = null;
        }
    }

    private static byte[] Canonical(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant()));
}
