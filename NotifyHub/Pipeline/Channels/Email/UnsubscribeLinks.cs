using NotifyHub.Security.Secrets;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>What a link to unsubscribe stands for.</summary>
/// <param name="ProjectId">Whose mails.</param>
/// <param name="PersonId">Who.</param>
/// <param name="Of">Of what: a category, or a type's key.</param>
/// <param name="IsType">It turns this type off on e-mail and nothing else; otherwise it leaves the category.</param>
public sealed record UnsubscribeWish(long ProjectId, long PersonId, string Of, bool IsType = false);

/// <summary>Makes and reads signed links to unsubscribe.</summary>
public sealed class UnsubscribeLinks(ISecretBox box, TimeProvider time)
{
    private const string OfCategory = "links.unsubscribe", OfType = "links.unsubscribe.type";

    // Mails are read late, and a link that died sends people to the button for spam.
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(400);

    private readonly LinkSeal _seal = new(box, time);

    /// <summary>The token of a link.</summary>
    public string Make(UnsubscribeWish wish) => _seal.Make(wish.IsType ? OfType : OfCategory, new SealedLink(wish.ProjectId, wish.PersonId, wish.Of), Lasts);

    /// <summary>Null when it was not made here, was changed, or is over.</summary>
    public UnsubscribeWish? Read(string token) =>
        _seal.Read(OfType, token) is { } type ? new UnsubscribeWish(type.ProjectId, type.PersonId, type.About, IsType: true)
        : _seal.Read(OfCategory, token) is { } category ? new UnsubscribeWish(category.ProjectId, category.PersonId, category.About) : null;
}
