using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Secrets;

namespace NotifyHub.Security.SignIn;

/// <summary>What a user token says.</summary>
/// <param name="ProjectId">Whose user.</param>
/// <param name="PersonId">Who.</param>
/// <param name="IssuedAt">When it was made, in whole seconds.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record UserToken(long ProjectId, long PersonId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>
/// Makes and reads user tokens: JWTs (RFC 7519) under HS256, whose key is the installation's and the project's own. One algorithm, named by nobody but us:
/// a header that says another is no token of ours.
/// </summary>
public sealed class UserTokens(ISecretBox box, TimeProvider time)
{
    /// <summary>Life of a token: a minute at least, a day at most.</summary>
    public const int ShortestSeconds = 60, LongestSeconds = 86_400;

    private const string Purpose = "tokens.user";
    private const int LongestText = 1024;
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>A token for a person.</summary>
    public (string Text, UserToken Token) Make(long projectId, long personId, TimeSpan lasts)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var token = new UserToken(projectId, personId, now, now + lasts);
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Claims(RowId.Format(RowId.Project, projectId), RowId.Format(RowId.Person, personId), now.ToUnixTimeSeconds(), token.ExpiresAt.ToUnixTimeSeconds()), JsonSerializerOptions.Web);
        var signed = $"{Header}.{Base64Url.EncodeToString(claims)}";
        return ($"{signed}.{Base64Url.EncodeToString(Seal(projectId, signed))}", token);
    }

    /// <summary>Whether a bearer's text looks like one, so that the answer can tell a bad token from a bad key.</summary>
    public static bool IsLike(string text) => text.StartsWith("eyJ", StringComparison.Ordinal);

    /// <summary>Null when it was not made here, was changed, or is over.</summary>
    public UserToken? Read(string text)
    {
        if (text.Length > LongestText || text.Split('.') is not [var header, var body, var seal] || header != Header || !Base64Url.IsValid(body, out _) || !Base64Url.IsValid(seal, out _))
        {
            return null;
        }
        Claims? claims;
        try
        {
            claims = JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(body), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
        return claims is not null && RowId.TryParse(RowId.Project, claims.Aud, out var project) && RowId.TryParse(RowId.Person, claims.Sub, out var person)
            && CryptographicOperations.FixedTimeEquals(Seal(project, $"{header}.{body}"), Base64Url.DecodeFromChars(seal)) && claims.Exp > time.GetUtcNow().ToUnixTimeSeconds()
            ? new UserToken(project, person, DateTimeOffset.FromUnixTimeSeconds(claims.Iat), DateTimeOffset.FromUnixTimeSeconds(claims.Exp)) : null;
    }

    private byte[] Seal(long projectId, string signed) => box.Hash(Purpose, projectId, Encoding.ASCII.GetBytes(signed));

    private sealed record Claims(string Aud, string Sub, long Iat, long Exp);
}
