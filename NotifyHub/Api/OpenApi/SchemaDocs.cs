using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
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
                Description = "A device id, or an array of 1 to 100 device ids.",
                OneOf =
                [
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, MinItems = 1, MaxItems = SendTarget.MaxDevices },
                ],
            };
        }
    }
}
