using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NotifyHub.Pipeline.Messages;

/// <summary>How a message lies in the notification's row: camelCase, enums by name, nothing that is null or false.</summary>
public static class PushMessageJson
{
    private static readonly JsonTypeInfo<PushMessage> Shape = (JsonTypeInfo<PushMessage>)new JsonSerializerOptions(PushMessageContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = PushMessageContext.Default,
    }.GetTypeInfo(typeof(PushMessage));

    /// <summary>For the row.</summary>
    public static string Write(PushMessage message) => JsonSerializer.Serialize(message, Shape);

    /// <summary>From the row.</summary>
    public static PushMessage Read(string json) => JsonSerializer.Deserialize(json, Shape)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PushMessage))]
internal sealed partial class PushMessageContext : JsonSerializerContext;
