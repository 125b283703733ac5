using System.Text.Json.Serialization;

namespace NotifyHub.Api;

/// <summary>Serialisers of the hot path, generated at build time; other records fall back to reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;
