namespace NotifyHub.Api.Http;

/// <summary>Names that callers choose and that stand in a path (user ids, topics).</summary>
internal static class RouteText
{
    /// <summary>The name as it was meant: the server leaves an escaped slash alone, since it would part the path.</summary>
    public static string Read(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
