namespace NotifyHub.Api.Http;

/// <summary>A moment in a query.</summary>
internal static class QueryTime
{
    /// <summary>The moment; null when it is left out, and a fault when it has no zone or is none.</summary>
    public static DateTimeOffset? Read(FaultList faults, string name, string? text)
    {
        if (text is null)
        {
            return null;
        }
        if (!ZonedTimeConverter.TryParse(text, out var time))
        {
            faults.Add("?" + name, "bad_format", $"{name} must be an RFC 3339 time with a zone, such as 2026-06-11T08:00:00Z.");
            return null;
        }
        return time;
    }
}
