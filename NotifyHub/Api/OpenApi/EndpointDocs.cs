using NotifyHub.Api.Http;

namespace NotifyHub.Api.OpenApi;

/// <summary>Problems that an endpoint answers with beside those that every endpoint of its kind has.</summary>
public sealed record RefusalDocs(IReadOnlyList<ProblemType> Problems);

/// <summary>One call of an endpoint as it looks on the wire.</summary>
/// <param name="Request">JSON of the body; null when there is none.</param>
/// <param name="Status">2xx.</param>
/// <param name="Answer">JSON of the answer; null when there is none.</param>
public sealed record ExampleDocs(string? Request, int Status, string? Answer);

/// <summary>States them on a route.</summary>
public static class EndpointDocsExtensions
{
    /// <summary>Lists problems of this route for the OpenAPI document.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ProblemType[] problems) => route.WithMetadata(new RefusalDocs(problems));

    /// <summary>Shows a call of this route in the OpenAPI document.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder route, string? request, int status, string? answer) => route.WithMetadata(new ExampleDocs(request, status, answer));
}
