using System.Text.Json;
using NotifyHub.Data.Rows;

namespace NotifyHub.Types;

/// <summary>What a project says of a type. What is left out is as NotifyHub brings it, or, of a type of its own, the plain case.</summary>
public record TypeDraft
{
    /// <summary>What lists call it, 1 to 100 characters; required for a type of one's own.</summary>
    public string? Label { get; init; }
    /// <summary>When it comes, 1 to 500 characters.</summary>
    public string? Description { get; init; }
    /// <summary>Groups types, and what people may opt out of as a whole: lower case, 1 to 64 characters; general when left out.</summary>
    public string? Category { get; init; }
    /// <summary>Nobody can turn it off.</summary>
    public bool? Critical { get; init; }
    /// <summary>Channels that it may use, and whether each is on for who has chosen nothing: {"in_app": true, "email": false}. Names: in_app, email, mobile_push, web_push, slack, telegram, webhook. Required for a type of one's own.</summary>
    public IReadOnlyDictionary<string, bool>? Channels { get; init; }
    /// <summary>Channels that wait until the ones before were not acknowledged; at most 6.</summary>
    public IReadOnlyList<TypeFallback>? Fallback { get; init; }
    /// <summary>Template (id or key) that says it on a channel: {"email": "deploy-mail"}. The send brings the variables.</summary>
    public IReadOnlyDictionary<string, string>? Templates { get; init; }
    /// <summary>It may be told in a digest; true when left out.</summary>
    public bool? Digest { get; init; }
    /// <summary>When many become few; left out: they do not.</summary>
    public TypeBundle? Bundling { get; init; }
    /// <summary>Meant for whoever triggered it: a send of it names one user.</summary>
    public bool? OnlyWhoTriggered { get; init; }
    /// <summary>Category of the action catalogue (GET /v1/actions) that brings its buttons.</summary>
    public string? ActionCategory { get; init; }

    /// <summary>As a row keeps it.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TypeDraft Read(string json) => JsonSerializer.Deserialize<TypeDraft>(json, JsonSerializerOptions.Web)!;

    /// <summary>The type that it makes; its fields were checked.</summary>
    public TypeDefinition Over(string key, int version)
    {
        var own = BuiltInTypes.Find(key);
        return new TypeDefinition(key)
        {
            Origin = own is null ? TypeOrigin.Project : TypeOrigin.Changed,
            Version = version,
            Label = Label ?? own?.Label ?? key,
            Description = Description ?? own?.Description ?? "",
            Category = Category ?? own?.Category ?? "general",
            IsCritical = Critical ?? own?.IsCritical ?? false,
            Channels = Channels is { } channels ? Keyed(channels) : own?.Channels ?? new Dictionary<ChannelKind, bool>(),
            Fallback = Fallback is { } steps ? [.. steps.Select(step => new FallbackStep(Kind(step.Channel), step.AfterMinutes))] : own?.Fallback ?? [],
            Templates = Templates is { } templates ? Keyed(templates) : own?.Templates ?? new Dictionary<ChannelKind, string>(),
            InDigest = Digest ?? own?.InDigest ?? true,
            Bundling = Bundling is { } bundling ? new TypeBundling(bundling.Most, bundling.WindowMinutes) : own?.Bundling,
            OnlyWhoTriggered = OnlyWhoTriggered ?? own?.OnlyWhoTriggered ?? false,
            ActionCategory = ActionCategory ?? own?.ActionCategory,
        };
    }

    /// <summary>What says all of a type, for a form that starts from what holds now.</summary>
    public static TypeDraft Of(TypeDefinition type) => new()
    {
        Label = type.Label, Description = type.Description, Category = type.Category, Critical = type.IsCritical,
        Channels = type.Channels.ToDictionary(c => c.Key.Wire(), c => c.Value, StringComparer.Ordinal),
        Fallback = [.. type.Fallback.Select(step => new TypeFallback { Channel = step.Channel.Wire(), AfterMinutes = step.AfterMinutes })],
        Templates = type.Templates.ToDictionary(t => t.Key.Wire(), t => t.Value, StringComparer.Ordinal),
        Digest = type.InDigest, OnlyWhoTriggered = type.OnlyWhoTriggered, ActionCategory = type.ActionCategory,
        Bundling = type.Bundling is { } bundling ? new TypeBundle { Most = bundling.Most, WindowMinutes = bundling.WindowMinutes } : null,
    };

    private static Dictionary<ChannelKind, T> Keyed<T>(IReadOnlyDictionary<string, T> named) => named.OrderBy(n => Kind(n.Key)).ToDictionary(n => Kind(n.Key), n => n.Value);

    private static ChannelKind Kind(string wire) => ChannelNames.TryParse(wire, out var channel) ? channel : throw new FormatException($"{wire} is no channel.");
}

/// <summary>A channel that waits.</summary>
public sealed record TypeFallback
{
    /// <summary>One of the type's channels.</summary>
    public required string Channel { get; init; }
    /// <summary>1 to 10080 minutes after the step before, or after the others were sent.</summary>
    public required int AfterMinutes { get; init; }
}

/// <summary>When many become few.</summary>
public sealed record TypeBundle
{
    /// <summary>1 to 100 to one person come by themselves within the window; the others become one summary.</summary>
    public required int Most { get; init; }
    /// <summary>1 to 1440.</summary>
    public required int WindowMinutes { get; init; }
}
