using System.Text.Json.Serialization;
using NotifyHub.Api.Contracts;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Api;

/// <summary>Serialisers of the hot path, generated at build time; other records fall back to reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, Converters = [typeof(Http.ZonedTimeConverter)])]
[JsonSerializable(typeof(PushSend))]
[JsonSerializable(typeof(SendAnswer))]
[JsonSerializable(typeof(InteractionReport))]
[JsonSerializable(typeof(AckAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
