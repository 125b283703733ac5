using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotifyHub.Pipeline.Delivery.Settings;

/// <summary>The settings as their column keeps them.</summary>
internal static class SettingsJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="JsonException">It can't be read.</exception>
    public static DeliverySettings? Read(string json) => JsonSerializer.Deserialize<DeliverySettings>(json, Options);

    public static string Write(DeliverySettings settings) => JsonSerializer.Serialize(settings, Options);
}
