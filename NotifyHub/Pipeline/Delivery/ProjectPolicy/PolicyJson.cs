using System.Security.Cryptography;
using System.Text;
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

    /// <summary>Names a policy by what it says: 32 hex digits of its column's hash.</summary>
    public static string MarkOf(string? json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json ?? "")).AsSpan(0, 16));
}
