using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotifyHub.Pipeline.Delivery.ProjectPolicy;

/// <summary>A project's policy as its column keeps it.</summary>
internal static class PolicyJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="JsonException">It can't be read.</exception>
    public static PolicySettings? Read(string json) => JsonSerializer.Deserialize<PolicySettings>(json, Options);

    /// <summary>Null for one that asks nothing, so that a project without a policy costs nothing.</summary>
    public static string? Write(PolicySettings settings) => settings.IsEmpty ? null : JsonSerializer.Serialize(settings, Options);
}
