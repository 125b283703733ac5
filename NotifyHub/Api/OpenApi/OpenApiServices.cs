using Microsoft.OpenApi;

namespace NotifyHub.Api.OpenApi;

/// <summary>The published contract: made from the code, served at /openapi/v1.json, browsable at /docs.</summary>
internal static class OpenApiServices
{
    private const string Document = "v1";

    /// <summary>Registers the document.</summary>
    public static IServiceCollection AddContract(this IServiceCollection services) =>
        services.AddOpenApi(Document, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => description.RelativePath is { } path && (path.StartsWith("v1/", StringComparison.Ordinal) || path.StartsWith("api/", StringComparison.Ordinal) || path.StartsWith("--/", StringComparison.Ordinal));
            options.AddDocumentTransformer(DocumentDocs.Describe);
            options.AddOperationTransformer(OperationDocs.DescribeAsync);
            options.AddSchemaTransformer(SchemaDocs.DescribeTimes);
        });

    /// <summary>The page, whose script and styles are files of our own origin.</summary>
    public static void UseContractPage(this WebApplication app) =>
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "NotifyHub API";
            page.SwaggerEndpoint("/openapi/v1.json", "NotifyHub v1");
            page.EnableTryItOutByDefault();
            page.ConfigObject.PersistAuthorization = false;
        });

    /// <summary>The document.</summary>
    public static void MapContract(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
}
