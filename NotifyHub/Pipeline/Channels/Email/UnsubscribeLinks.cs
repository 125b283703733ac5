using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NotifyHub.Security.Secrets;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>What a link to unsubscribe stands for.</summary>
/// <param name="ProjectId">Whose mails.</param>
/// <param name="PersonId">Who.</param>
/// <param name="Category">Of what.</param>
public sealed record UnsubscribeWish(long ProjectId, long PersonId, string Category);

/// <summary>Makes and reads signed links to unsubscribe: purpose, person, category and end are under the signature, and no address is in them.</summary>
public sealed class UnsubscribeLinks(ISecretBox box, TimeProvider time)
{
    private const string Purpose = "links.unsubscribe";

    // Mails are read late, and a link that died sends people to the button for spam.
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(400);

    /// <summary>The token of a link.</summary>
    public string Make(UnsubscribeWish wish)
    {
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{wish.ProjectId}|{wish.PersonId}|{(time.GetUtcNow() + Lasts).ToUnixTimeSeconds()}|{wish.Category}"));
        return $"{Base64Url.EncodeToString(text)}.{Base64Url.EncodeToString(box.Hash(Purpose, wish.ProjectId, text))}";
    }

    /// <summary>Null when it was not made here, was changed, or is over.</summary>
    public UnsubscribeWish? Read(string token)
    {
        if (token.Length > 1024 || token.Split('.') is not [var body, var seal] || !Base64Url.IsValid(body, out _) || !Base64Url.IsValid(seal, out _))
        {
            return null;
        }
        var text = Base64Url.DecodeFromChars(body);
        if (Encoding.UTF8.GetString(text).Split('|', 4) is not [var project, var person, var end, var category]
            || !long.TryParse(project, NumberStyles.None, CultureInfo.InvariantCulture, out var projectId) || !long.TryParse(person, NumberStyles.None, CultureInfo.InvariantCulture, out var personId)
            || !long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var until))
        {
            return null;
        }
        return CryptographicOperations.FixedTimeEquals(box.Hash(Purpose, projectId, text), Base64Url.DecodeFromChars(seal)) && until > time.GetUtcNow().ToUnixTimeSeconds()
            ? new UnsubscribeWish(projectId, personId, category) : null;
    }
}
