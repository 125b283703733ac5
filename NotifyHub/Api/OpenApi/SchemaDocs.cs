using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Api.OpenApi;

/// <summary>Shapes that the type system does not say: the forms of a target; records that take no unknown member.</summary>
internal static class SchemaDocs
{
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        if (context.JsonPropertyInfo is { Name: "to" } property && property.DeclaringType == typeof(PushSend))
        {
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String, Description = "A device id." },
                new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, MinItems = 1, MaxItems = SendTarget.MaxDevices },
            ];
        }
        return Task.CompletedTask;
    }
}
