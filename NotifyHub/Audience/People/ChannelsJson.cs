using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotifyHub.Audience.People;

/// <summary>How a user's further addresses lie in the row.</summary>
public static class ChannelsJson
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Null when there is none.</summary>
    public static string? Write(PersonChannels? channels) => channels is null or { Slack: null, Telegram: null, Webhook: null } ? null : JsonSerializer.Serialize(channels, Options);

    /// <summary>As they were put.</summary>
    public static PersonChannels? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<PersonChannels>(json, Options);
}
