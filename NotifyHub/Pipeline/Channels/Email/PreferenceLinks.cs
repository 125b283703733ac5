using NotifyHub.Security.Secrets;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>Whose choices a link opens.</summary>
/// <param name="ProjectId">Of what project.</param>
/// <param name="PersonId">Who.</param>
public sealed record PreferenceHolder(long ProjectId, long PersonId);

/// <summary>Makes and reads signed links to a person's own choices. They open more than a link to unsubscribe does, so they live shorter.</summary>
public sealed class PreferenceLinks(ISecretBox box, TimeProvider time)
{
    private const string Purpose = "links.preferences";

    /// <summary>As long as one in a mail lasts.</summary>
    public static readonly TimeSpan InMail = TimeSpan.FromDays(30);

    /// <summary>As long as one lasts that was made for whoever looks at a page now.</summary>
    public static readonly TimeSpan OnPage = TimeSpan.FromDays(1);

    private readonly LinkSeal _seal = new(box, time);

    /// <summary>The token of a link.</summary>
    public string Make(PreferenceHolder holder, TimeSpan lasts) => _seal.Make(Purpose, new SealedLink(holder.ProjectId, holder.PersonId, ""), lasts);

    /// <summary>Null when it was not made here, was changed, or is over.</summary>
    public PreferenceHolder? Read(string token) => _seal.Read(Purpose, token) is { About: "" } link ? new PreferenceHolder(link.ProjectId, link.PersonId) : null;
}
