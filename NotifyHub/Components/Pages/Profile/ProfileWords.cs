using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Components.Pages.Profile;

/// <summary>Tokens and deeds in words.</summary>
public static class ProfileWords
{
    /// <summary>What a form said when it led back here.</summary>
    public static string? DoneOf(string query) => System.Web.HttpUtility.ParseQueryString(query)["done"] switch
    {
        "password" => "Your password is changed. Every other session has ended.",
        "sessions" => "You are signed out everywhere else. Pages that are open there end within a minute.",
        "two-factor-off" => "Two-factor sign-in is off. Every other session has ended.",
        "two-factor-on" => "Two-factor sign-in is on. Every other session has ended.",
        "passkey" => "The passkey is added. Every other session has ended.",
        "passkey-removed" => "The passkey is removed. Every other session has ended.",
        _ => null,
    };

    /// <summary>Whether it works now.</summary>
    public static bool IsLive(PersonalToken token, DateTimeOffset now) => token.RevokedAt is null && !(token.ExpiresAt <= now);

    /// <summary>Live, Revoked, Expired, and how that feels.</summary>
    public static (string Label, Tone Tone) StateOf(PersonalToken token, DateTimeOffset now) =>
        token.RevokedAt is not null ? ("Revoked", Tone.Idle) : token.ExpiresAt <= now ? ("Expired", Tone.Idle) : ("Live", Tone.Ok);

    /// <summary>What stands before the secret part, to tell tokens apart.</summary>
    public static string Hint(PersonalToken token) => $"{KeyText.PersonalPrefix}{token.LookupId[..6]}…";
}
