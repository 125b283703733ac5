using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NotifyHub.Security.Secrets;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>What stands under the signature of a link.</summary>
/// <param name="ProjectId">Whose link.</param>
/// <param name="PersonId">Who may use it.</param>
/// <param name="About">Of what.</param>
internal readonly record struct SealedLink(long ProjectId, long PersonId, string About);

/// <summary>Signs links that work without signing in: purpose, project, person and end are under the signature, and no address is in them. A link of one purpose, person or project serves no other.</summary>
internal sealed class LinkSeal(ISecretBox box, TimeProvider time)
{
    private const int Longest = 1024;

    /// <summary>The token of a link.</summary>
    public string Make(string purpose, SealedLink link, TimeSpan lasts)
    {
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{link.ProjectId}|{link.PersonId}|{(time.GetUtcNow() + lasts).ToUnixTimeSeconds()}|{link.About}"));
        return $"{Base64Url.EncodeToString(text)}.{Base64Url.EncodeToString(box.Hash(purpose, link.ProjectId, text))}";
    }

    /// <summary>Null when it was not made here for this purpose, was changed, or is over.</summary>
    public SealedLink? Read(string purpose, string token)
    {
        if (token.Length > Longest || token.Split('.') is not [var body, var seal] || !Base64Url.IsValid(body, out _) || !Base64Url.IsValid(seal, out _))
        {
            return null;
        }
        var text = Base64Url.DecodeFromChars(body);
        if (Encoding.UTF8.GetString(text).Split('|', 4) is not [var project, var person, var end, var about]
            || !long.TryParse(project, NumberStyles.None, CultureInfo.InvariantCulture, out var projectId) || !long.TryParse(person, NumberStyles.None, CultureInfo.InvariantCulture, out var personId)
            || !long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var until))
        {
            return null;
        }
        return CryptographicOperations.FixedTimeEquals(box.Hash(purpose, projectId, text), Base64Url.DecodeFromChars(seal)) && until > time.GetUtcNow().ToUnixTimeSeconds()
            ? new SealedLink(projectId, personId, about) : null;
    }
}
