using System.Text.Json.Nodes;

namespace NotifyHub.Audience.People;

/// <summary>All that a backend says of one of its users. It takes the place of what was said before: what is absent is cleared.</summary>
public record PersonProfile
{
    /// <summary>At most 254 characters.</summary>
    public string? Email { get; init; }
    /// <summary>3 to 32 characters: digits, a leading plus, spaces, brackets and hyphens.</summary>
    public string? Phone { get; init; }
    /// <summary>1 to 200 characters.</summary>
    public string? Name { get; init; }
    /// <summary>BCP 47 language tag, such as de-CH.</summary>
    public string? Locale { get; init; }
    /// <summary>IANA time zone, such as Europe/Zurich.</summary>
    public string? Timezone { get; init; }
    /// <summary>Values that audiences can be built on, at most 8 KB.</summary>
    public JsonObject? Traits { get; init; }
    /// <summary>64 hex characters: devices that carry it and no user id belong to this user too.</summary>
    public string? FingerprintHex { get; init; }
    /// <summary>Addresses of further channels.</summary>
    public PersonChannels? Channels { get; init; }
}

/// <summary>Where a user is reached beside devices and e-mail.</summary>
public sealed record PersonChannels
{
    /// <summary>Member or channel id, 1 to 200 characters.</summary>
    public string? Slack { get; init; }
    /// <summary>Chat id, 1 to 200 characters.</summary>
    public string? Telegram { get; init; }
    /// <summary>https address, at most 2048 characters.</summary>
    public string? Webhook { get; init; }
}

/// <summary>One user of a bulk request.</summary>
public sealed record PersonEntry : PersonProfile
{
    /// <summary>The app's own id, 1 to 128 characters.</summary>
    public required string UserId { get; init; }
}

/// <summary>Many users at once. As NDJSON: one user on each line.</summary>
public sealed record PersonBatch
{
    /// <summary>Most users of one request.</summary>
    internal const int Most = 1000;

    /// <summary>1 to 1000, each once.</summary>
    public required IReadOnlyList<PersonEntry> Users { get; init; }
}
