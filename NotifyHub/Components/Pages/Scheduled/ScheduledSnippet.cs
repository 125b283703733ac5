namespace NotifyHub.Components.Pages.Scheduled;

/// <summary>The snippet of the empty page, with this server's own address.</summary>
public static class ScheduledSnippet
{
    /// <summary>A schedule by curl.</summary>
    /// <param name="baseUri">Where this server is reached, with or without a slash at the end.</param>
    public static string Curl(string baseUri) => $$$"""
        curl {{{baseUri.TrimEnd('/')}}}/v1/schedules \
          -H "Authorization: Bearer $NOTIFYHUB_KEY" \
          -H "Content-Type: application/json" \
          -d '{"name": "Good morning",
               "send": {"to": "dev_...", "title": "Good morning", "options": {"ttl": 7200}},
               "every": {"frequency": "weekly", "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday"],
                         "time": "08:00", "perRecipient": true}}'
        """;
}
