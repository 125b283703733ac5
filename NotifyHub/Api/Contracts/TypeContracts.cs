using NotifyHub.Data.Rows;
using NotifyHub.Security.Idempotency;
using NotifyHub.Types;

namespace NotifyHub.Api.Contracts;

/// <summary>A type of the project's own, as it is to be.</summary>
public sealed record TypeUpload : TypeDraft, ICarriesIdempotencyKey
{
    /// <summary>The name that producers give, unique in the project: 1 to 64 lower-case letters, digits, dots, - or _, e.g. deploy.failed.</summary>
    public string? Key { get; init; }
    /// <summary>The same as the header Idempotency-Key, 1 to 255 characters.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>A type of notification.</summary>
/// <param name="Key">The name that producers give.</param>
/// <param name="Origin">builtIn, changed (built in, and the project changed it) or project.</param>
/// <param name="Version">0 for a built-in type that was never changed.</param>
/// <param name="Label">What lists call it.</param>
/// <param name="Description">When it comes.</param>
/// <param name="Category">Groups types, and what people may opt out of as a whole.</param>
/// <param name="Critical">Nobody can turn it off.</param>
/// <param name="Channels">Channels that it may use, in the order shown.</param>
/// <param name="Fallback">Channels that wait until the ones before were not acknowledged.</param>
/// <param name="Digest">It may be told in a digest.</param>
/// <param name="Bundling">When many become few; null for never.</param>
/// <param name="OnlyWhoTriggered">A send of it names one user: whoever triggered it.</param>
/// <param name="ActionCategory">Category of the action catalogue; null for no buttons.</param>
/// <param name="Actions">Its buttons.</param>
/// <param name="Dispatched">False for what goes straight by mail: POST /v1/notifications does not take it.</param>
public sealed record TypeAnswer(
    string Key, string Origin, int Version, string Label, string Description, string Category, bool Critical, IReadOnlyList<TypeChannelItem> Channels, IReadOnlyList<TypeFallback> Fallback, bool Digest,
    TypeBundle? Bundling, bool OnlyWhoTriggered, string? ActionCategory, IReadOnlyList<ActionItem> Actions, bool Dispatched)
{
    internal static TypeAnswer From(TypeDefinition type)
    {
        var draft = TypeDraft.Of(type);
        return new(
            type.Key, type.Origin switch { TypeOrigin.BuiltIn => "builtIn", TypeOrigin.Changed => "changed", _ => "project" }, type.Version, type.Label, type.Description, type.Category, type.IsCritical,
            [.. type.Channels.OrderBy(c => c.Key).Select(c => new TypeChannelItem(c.Key.Wire(), c.Key.Label(), c.Value, type.WaitOf(c.Key), type.Templates.GetValueOrDefault(c.Key)))],
            draft.Fallback ?? [], type.InDigest, draft.Bundling, type.OnlyWhoTriggered, type.ActionCategory,
            [.. ActionCatalogue.ActionsOf(type.ActionCategory).Select(a => new ActionItem(a.Id, a.Title, a.IsTextInput, a.IsDestructive))], type.IsDispatched);
    }
}

/// <summary>A channel of a type.</summary>
/// <param name="Channel">in_app, email, mobile_push, web_push, slack, telegram or webhook.</param>
/// <param name="Label">What a person calls it.</param>
/// <param name="Default">On for who has chosen nothing.</param>
/// <param name="AfterMinutes">0 when it goes at once; else so long after the send, unless it was acknowledged before.</param>
/// <param name="Template">Template that says it here; null for the send's own words.</param>
public sealed record TypeChannelItem(string Channel, string Label, bool Default, int AfterMinutes, string? Template);

/// <summary>The project's types: the built-in ones first, then its own.</summary>
/// <param name="Items">All of them.</param>
public sealed record TypeList(IReadOnlyList<TypeAnswer> Items);

/// <summary>How a type came to what it is, newest first; at most 100.</summary>
/// <param name="Items">Its versions.</param>
public sealed record TypeHistoryAnswer(IReadOnlyList<TypeHistoryItem> Items)
{
    internal static TypeHistoryAnswer From(IReadOnlyList<TypeHistory> history) =>
        new([.. history.Select(v => new TypeHistoryItem(v.Number, v.ChangedBy, v.At, v.Type is { } type ? TypeAnswer.From(type) : null))]);
}

/// <summary>A version.</summary>
/// <param name="Version">1, 2, 3 ...</param>
/// <param name="ChangedBy">Key or member.</param>
/// <param name="At">When.</param>
/// <param name="Type">As it was from then on; null where the project's word was taken away.</param>
public sealed record TypeHistoryItem(int Version, string ChangedBy, DateTimeOffset At, TypeAnswer? Type);
