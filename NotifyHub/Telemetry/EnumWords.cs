namespace NotifyHub.Telemetry;

/// <summary>Names of an enum's members as attributes show them, made once: a count must not allocate.</summary>
/// <typeparam name="T">The enum.</typeparam>
public static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().ToDictionary(value => value, value => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    /// <summary>rate_limited for RateLimited.</summary>
    public static string Of(T value) => Names.GetValueOrDefault(value, "unknown");
}
