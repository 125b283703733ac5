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
}
