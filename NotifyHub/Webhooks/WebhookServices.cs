using NotifyHub.Alerts;
using NotifyHub.Audience.People.Erasing;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;
using NotifyHub.Jobs;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Egress;
using NotifyHub.Security.Secrets;

namespace NotifyHub.Webhooks;

/// <summary>How long what was told is kept. Section <c>NotifyHub:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Days that messages and their tries are kept, 1 to 365. Key: NotifyHub:Webhooks:KeepDays.</summary>
    public int KeepDays { get; set; } = 30;
}

/// <summary>Tells the project's own servers what happened: the fact is a row, written with its cause; posting comes later.</summary>
public static class WebhookServices
{
    /// <summary>Book, outbox, desk, and, in a process that works, the worker. Before whatever writes facts.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration, bool works = true)
    {
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection("NotifyHub:Webhooks"))
            .Validate(o => o.KeepDays is >= 1 and <= 365, "NotifyHub:Webhooks:KeepDays must be 1 to 365.")
            .ValidateOnStart();
        services.AddSingleton<WebhookBook>();
        services.AddHostedService(p => p.GetRequiredService<WebhookBook>());
        services.AddSingleton<IFactOutbox, WebhookOutbox>();
        services.AddSingleton<IErasurePart, WebhookErasure>();
        services.AddKeyedSingleton(PostName, (p, _) => new SignedPost(p.GetRequiredService<IEgress>(), p.GetRequiredService<TimeProvider>(), PostName, WebhookWorker.Hands + 1));
        services.AddSingleton<WebhookResults>();
        services.AddSingleton(p => new WebhookDesk(
            p.GetRequiredService<HubContexts>(), p.GetRequiredService<IWriteGate>(), p.GetRequiredService<WebhookBook>(), p.GetRequiredService<AlertBook>(), p.GetRequiredService<IAuditLog>(),
            p.GetRequiredService<ISecretBox>(), p.GetRequiredService<IEgress>(), p.GetRequiredService<HubIds>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new WebhookMessages(
            p.GetRequiredService<IWriteGate>(), p.GetRequiredService<WebhookDesk>(), p.GetRequiredService<WebhookResults>(), p.GetRequiredKeyedService<SignedPost>(PostName),
            p.GetRequiredService<IAuditLog>(), p.GetRequiredService<HubIds>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<WebhookClaims>();
        services.AddSingleton<NotificationEnds>();
        services.AddSingleton(p => new WebhookWorker(
            p.GetRequiredService<WebhookClaims>(), p.GetRequiredService<WebhookBook>(), p.GetRequiredService<WebhookDesk>(), p.GetRequiredService<WebhookResults>(), p.GetRequiredService<IWriteGate>(),
            p.GetRequiredKeyedService<SignedPost>(PostName), p.GetRequiredService<WebhookSignal>(), p.GetRequiredService<NotificationEnds>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<WebhookWorker>>()));
        if (works)
        {
            services.AddHostedService(p => p.GetRequiredService<WebhookWorker>());
        }
        services.AddHubJob<WebhookCleanup>(WebhookCleanup.Plan);
        return services;
    }

    private const string PostName = "webhooks";
}
