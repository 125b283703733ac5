namespace NotifyHub.Api.Http;

/// <summary>Largest body of an endpoint, in bytes.</summary>
public sealed record BodyLimit(int Bytes)
{
    /// <summary>256 KB.</summary>
    public static BodyLimit Default { get; } = new(256 * 1024);

    /// <summary>4 MB, for bulk routes.</summary>
    public static BodyLimit Bulk { get; } = new(4 * 1024 * 1024);
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
