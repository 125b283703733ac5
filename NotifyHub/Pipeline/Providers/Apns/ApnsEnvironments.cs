namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>Apple runs two separate services; a token belongs to one of them.</summary>
internal static class ApnsEnvironments
{
    public const string Production = "production";
    public const string Sandbox = "sandbox";

    /// <summary>The one meant, or null when none is named.</summary>
    public static string? Read(string? name) => name?.ToUpperInvariant() switch
    {
        "PRODUCTION" => Production,
        "SANDBOX" or "DEVELOPMENT" => Sandbox,
        _ => null,
    };

    public static string Other(string environment) => environment == Production ? Sandbox : Production;
}
