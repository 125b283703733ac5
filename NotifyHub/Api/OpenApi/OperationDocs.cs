using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NotifyHub.Api.ExpoDropIn;
using NotifyHub.Api.Http;

namespace NotifyHub.Api.OpenApi;

/// <summary>What the metadata of a route says about its calls: keys, query, idempotency, problems, examples.</summary>
internal static class OperationDocs
{
    private const string Json = "application/json", ProblemJson = "application/problem+json";

    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var document = context.Document!;
        if (IsPersonal(metadata))
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDocs.UserToken, document)] = [] }];
        }
        Keys(operation, metadata.OfType<KeyRequirement>().LastOrDefault(), document);
        Parameters(operation, metadata);
        Failures(operation, metadata, document, context.Description.RelativePath!);
        Examples(operation, metadata.OfType<ExampleDocs>().LastOrDefault());
        return Task.CompletedTask;
    }

    private static bool IsPersonal(IList<object> metadata) => metadata.OfType<PersonRequirement>().Any();

    private static void Keys(OpenApiOperation operation, KeyRequirement? required, OpenApiDocument document)
    {
        if (required is null)
        {
            return;
        }
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDocs.ServerKey, document)] = [] }];
        if (required.Publishable)
        {
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDocs.PublishableKey, document)] = [] });
        }
        operation.Description = $"{operation.Description} Scope: {required.Scope.ToString().ToLowerInvariant()}.".TrimStart();
    }

    private static void Parameters(OpenApiOperation operation, IList<object> metadata)
    {
        operation.Parameters ??= [];
        foreach (var query in metadata.OfType<QueryParameter>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Description = query.Description,
                Schema = new OpenApiSchema { Type = query.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String },
            });
        }
        if (metadata.OfType<DeviceProof>().Any())
        {
            operation.Parameters.Add(ProofParameter());
        }
        if (metadata.OfType<IdempotentMetadata>().Any())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyFilter.Header,
                In = ParameterLocation.Header,
                Description = "1 to 255 characters. Same key and body: the first answer again, for 24 hours, with Idempotency-Replayed: true.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 },
            });
        }
    }

    private static OpenApiParameter ProofParameter() => new()
    {
        Name = DeviceProof.Header,
        In = ParameterLocation.Header,
        Description = "With a publishable key: the device's own token, or its Web Push endpoint.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static void Failures(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document, string path)
    {
        operation.Responses ??= [];
        var isExpo = metadata.OfType<ExpoShape>().Any();
        foreach (var group in ProblemsOf(metadata).GroupBy(p => p.Status).OrderBy(g => g.Key))
        {
            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(" · ", group.Select(p => $"{(isExpo ? ExpoErrors.CodeOf(p, "/" + path) : p.Code)}: {p.Title}")),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [isExpo ? Json : ProblemJson] = isExpo
                        ? new() { Schema = new OpenApiSchemaReference(DocumentDocs.ExpoErrors, document), Example = ExpoSample(group.First(), "/" + path) }
                        : new() { Schema = new OpenApiSchemaReference(DocumentDocs.Problem, document), Example = Sample(group.First()) },
                },
            };
        }
    }

    private static List<ProblemType> ProblemsOf(IList<object> metadata)
    {
        List<ProblemType> problems = [];
        if (metadata.OfType<IAcceptsMetadata>().Any())
        {
            problems.AddRange([Problems.ValidationFailed, Problems.InvalidJson, Problems.EmptyBody, Problems.BodyTooLarge, Problems.UnsupportedMediaType]);
        }
        else
        {
            problems.Add(Problems.ValidationFailed);
        }
        var writes = !metadata.OfType<IHttpMethodMetadata>().Any(m => m.HttpMethods.Contains(HttpMethods.Get));
        ProblemType[] unknown = IsPersonal(metadata) ? [Problems.UserTokenRequired, Problems.UserRequired, .. writes ? [Problems.AntiforgeryRequired] : Array.Empty<ProblemType>()] : [Problems.InvalidKey, Problems.MissingKey, Problems.InsufficientScope];
        problems.AddRange([.. unknown, Problems.StoreUnavailable]);
        if (writes)
        {
            problems.Add(Problems.Overloaded);
        }
        if (metadata.OfType<DeviceProof>().Any())
        {
            problems.Add(Problems.DeviceProofRequired);
        }
        if (metadata.OfType<IdempotentMetadata>().Any())
        {
            problems.AddRange([Problems.IdempotencyInProgress, Problems.IdempotencyMismatch]);
        }
        problems.AddRange(metadata.OfType<RefusalDocs>().SelectMany(d => d.Problems));
        return [.. problems.Distinct()];
    }

    private static JsonObject Sample(ProblemType problem) => new()
    {
        ["type"] = problem.DocLink,
        ["title"] = problem.Title,
        ["status"] = problem.Status,
        ["code"] = problem.Code,
        ["detail"] = problem.Remedy,
        ["requestId"] = "0HNG5V2QK8L3T:00000001",
    };

    private static JsonObject ExpoSample(ProblemType problem, string path) => new()
    {
        ["errors"] = new JsonArray(new JsonObject
        {
            ["code"] = ExpoErrors.CodeOf(problem, path),
            ["message"] = problem.Remedy,
            ["isTransient"] = problem.Status is 429 or >= 500,
            ["requestId"] = "0HNG5V2QK8L3T:00000001",
        }),
    };

    private static void Examples(OpenApiOperation operation, ExampleDocs? example)
    {
        if (example?.Request is { } request && operation.RequestBody?.Content?.TryGetValue(Json, out var body) == true)
        {
            body.Example = JsonNode.Parse(request);
        }
        if (example is not null && operation.Responses!.TryGetValue(example.Status.ToString(CultureInfo.InvariantCulture), out var response)
            && example.Answer is { } answer && response.Content?.TryGetValue(Json, out var content) == true)
        {
            content.Example = JsonNode.Parse(answer);
        }
    }
}
