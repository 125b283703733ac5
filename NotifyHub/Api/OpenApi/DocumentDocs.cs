using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.ExpoDropIn;

namespace NotifyHub.Api.OpenApi;

/// <summary>Title, credentials, and the shape of every failure.</summary>
internal static class DocumentDocs
{
    public const string ServerKey = "serverKey", PublishableKey = "publishableKey", UserToken = "userToken", Problem = "Problem", ExpoErrors = "ExpoErrors";

    public static async Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "NotifyHub API",
            Version = "v1",
            Description = "Push notifications through APNs, FCM, Web Push, Huawei Push Kit, MiPush and Expo. Ids are opaque, times are RFC 3339 in UTC, lists page by cursor, failures are RFC 9457 problems with a stable code.",
        };
        // Whoever reads it has an address already, and it is the same for each of them.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [ServerKey] = Bearer("A server key (nhs_...). What it may do is said by its scopes."),
            [PublishableKey] = Bearer("A publishable key (nhp_...), safe to ship in an app."),
            [UserToken] = Bearer("A user token (POST /v1/user-tokens): one person's own. A team member's session of the dashboard is as good."),
        };
        document.AddComponent(Problem, await context.GetOrCreateSchemaAsync(typeof(ProblemAnswer), null, cancel));
        document.AddComponent(ExpoErrors, await context.GetOrCreateSchemaAsync(typeof(ExpoErrorsAnswer), null, cancel));
        SchemaDocs.DescribeTarget(document);
        SchemaDocs.DescribeExpo(document);
    }

    private static OpenApiSecurityScheme Bearer(string description) => new() { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = description };
}
