using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NotifyHub.Api.ExpoDropIn;
using NotifyHub.Audience.Targets;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Api.OpenApi;

/// <summary>Shapes that the type system does not say: times, and the forms of a target.</summary>
internal static class SchemaDocs
{
    /// <summary>Our own converter hides from the generator that times are strings.</summary>
    public static Task DescribeTimes(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            schema.Type = type == typeof(DateTimeOffset?) ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            schema.Format = "date-time";
        }
        return Task.CompletedTask;
    }

    /// <summary>The forms of <c>to</c>, in place of "any JSON".</summary>
    public static void DescribeTarget(OpenApiDocument document)
    {
        if (document.Components?.Schemas?[nameof(PushSend)] is OpenApiSchema { Properties: { } properties })
        {
            properties["to"] = new OpenApiSchema
            {
                Description = "A device id, an array of 1 to 100 device ids, or an object with exactly one of the members shown.",
                OneOf =
                [
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, MinItems = 1, MaxItems = AudienceTarget.MostDevices },
                    new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object, MinProperties = 1, MaxProperties = 1,
                        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                        {
                            ["topic"] = Name("Who subscribed to this topic."),
                            ["user"] = Name("Every device of this user."),
                            ["users"] = Names("Every device of these users."),
                            ["userFingerprintHex"] = Name("Every device that carries this fingerprint: 64 hex digits."),
                            ["installation"] = Name("The devices of this installation of the app."),
                            ["installations"] = Names("The devices of these installations."),
                            ["segment"] = Name("Whom the expression of this segment fits, as it is now: seg_..."),
                            ["everyone"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "true: every device of the project." },
                        },
                    },
                ],
            };
        }
    }

    /// <summary>One message of Expo's API, or many; to one token, or to many.</summary>
    public static void DescribeExpo(OpenApiDocument document)
    {
        var message = new OpenApiSchemaReference(nameof(ExpoPushMessage), document);
        if (document.Components?.Schemas?[nameof(ExpoPushMessage)] is OpenApiSchema { Properties: { } properties })
        {
            properties["to"] = OneOrMany(new OpenApiSchema { Type = JsonSchemaType.String }, "An Expo push token, or an array of them: ExponentPushToken[dev_...] for any device of the project, or the token that Expo gave the app.");
            properties["sound"] = new OpenApiSchema { Description = "A sound's name, default, null, or {critical, name, volume} (iOS).", Type = JsonSchemaType.String | JsonSchemaType.Object | JsonSchemaType.Null };
        }
        if (document.Paths?[ExpoEndpoints.Root + "/send"]?.Operations?[HttpMethod.Post].RequestBody?.Content?["application/json"] is OpenApiMediaType body)
        {
            body.Schema = OneOrMany(message, null);
        }
    }

    private static OpenApiSchema OneOrMany(IOpenApiSchema one, string? description) => new()
    {
        Description = description,
        OneOf = [new OpenApiSchema { Type = JsonSchemaType.Array, Items = one, MinItems = 1, MaxItems = ExpoDispatch.MostRecipients }, one],
    };

    private static OpenApiSchema Name(string words) => new() { Type = JsonSchemaType.String, Description = words };

    private static OpenApiSchema Names(string words) => new()
    {
        Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, MinItems = 1, MaxItems = AudienceTarget.MostNames, Description = words,
    };
}
