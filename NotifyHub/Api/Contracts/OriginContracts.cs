namespace NotifyHub.Api.Contracts;

/// <summary>Web sites of a project.</summary>
public sealed record OriginList
{
    /// <summary>Each as a browser says it: https://shop.example.com; http only for this machine. At most 50.</summary>
    public required IReadOnlyList<string> Origins { get; init; }
}
