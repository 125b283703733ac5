using NotifyHub.Data;
using NotifyHub.Insights.Alerts;
using NotifyHub.Insights.Campaigns;
using NotifyHub.Insights.DeadLetters;
using NotifyHub.Insights.Deliveries;
using NotifyHub.Insights.Devices;
using NotifyHub.Insights.Health;
using NotifyHub.Insights.Impact;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Overview;
using NotifyHub.Insights.People;
using NotifyHub.Insights.Requests;
using NotifyHub.Insights.Sends;
using NotifyHub.Insights.Topics;
using NotifyHub.Insights.Upcoming;
using NotifyHub.Insights.Templates;
using NotifyHub.Insights.Webhooks;

namespace NotifyHub.Insights;

/// <summary>Reading for people: lists, timelines, figures, and the feed that keeps open pages fresh. Nothing here writes.</summary>
public static class InsightsServices
{
    /// <summary>Registers the queries.</summary>
    public static IServiceCollection AddInsights(this IServiceCollection services)
    {
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<SendQueries>();
        services.AddSingleton<SendDetailQuery>();
        services.AddSingleton<AlertQueries>();
        services.AddSingleton<DeadLetterQueries>();
        services.AddSingleton<DeviceQueries>();
        services.AddSingleton<TemplateQueries>();
        services.AddSingleton<PersonQueries>();
        services.AddSingleton<PersonExport>();
        services.AddSingleton<TopicQueries>();
        services.AddSingleton<MinuteCounts>();
        services.AddSingleton<OverviewQueries>();
        services.AddSingleton<SetupChecklist>();
        services.AddSingleton<DeliveryQueries>();
        services.AddSingleton<SendCounts>();
        services.AddSingleton<NotificationQueries>();
        services.AddSingleton<NotificationTimeline>();
        services.AddSingleton<UpcomingQueries>();
        services.AddSingleton<ImpactQueries>();
        services.AddSingleton<CampaignReports>();
        services.AddSingleton<EventQueries>();
        services.AddSingleton<WebhookQueries>();
        services.AddSingleton<StoreProbe>();
        services.AddSingleton(p => new SystemQueries(
            p.GetRequiredService<HubEngine>(), p.GetRequiredService<HubContexts>(), p.GetRequiredService<StoreProbe>(), p.GetRequiredService<BacklogAges>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ProviderHealthQueries>();
        services.AddSingleton<RequestLog>();
        return services;
    }
}
