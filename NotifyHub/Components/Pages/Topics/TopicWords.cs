using System.Globalization;
using NotifyHub.Insights.Topics;

namespace NotifyHub.Components.Pages.Topics;

/// <summary>What the pages say of topics.</summary>
internal static class TopicWords
{
    /// <summary>A count that stops somewhere.</summary>
    public static string Count(int count) => count >= TopicQueries.MostCounted ? "100,000+" : count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How a backend subscribes users.</summary>
    public static string SubscribeCurl(string hub) => $$"""
        curl {{hub}}v1/topics/news/subscriptions \
          -H "Authorization: Bearer nhs_..." -H "Content-Type: application/json" \
          -d '{ "users": ["customer-7"] }'
        """;
}
