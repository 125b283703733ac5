namespace NotifyHub.Api.Http;

/// <summary>Largest body of an endpoint.</summary>
/// <param name="Bytes">As it comes.</param>
/// <param name="Values">JSON values in it, of any kind and depth.</param>
public sealed record BodyLimit(int Bytes, int Values)
{
    /// <summary>256 KB.</summary>
    public static BodyLimit Default { get; } = new(256 * 1024, 10_000);

    /// <summary>4 MB, for bulk routes.</summary>
    public static BodyLimit Bulk { get; } = new(4 * 1024 * 1024, 100_000);

    /// <summary>The limit of the route that the request is for.</summary>
    public static BodyLimit Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? Default;
}

/// <summary>States it on a route.</summary>
public static class BodyLimitExtensions
{
    /// <summary>Takes bodies up to 4 MB.</summary>
    public static TBuilder TakesBulk<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(BodyLimit.Bulk);

    /// <summary>No body is the same as an empty object.</summary>
    public static TBuilder MayHaveNoBody<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(OptionalBody.Instance);
}

/// <summary>Marks a route whose every member is optional.</summary>
internal sealed class OptionalBody
{
    private OptionalBody()
    {
    }

    public static OptionalBody Instance { get; } = new();
}
