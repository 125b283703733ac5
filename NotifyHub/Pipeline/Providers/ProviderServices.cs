using Microsoft.Extensions.DependencyInjection.Extensions;
using NotifyHub.Pipeline.Providers.Apns;
using NotifyHub.Pipeline.Providers.Expo;
using NotifyHub.Pipeline.Providers.Fcm;
using NotifyHub.Pipeline.Providers.Huawei;
using NotifyHub.Pipeline.Providers.MiPush;
using NotifyHub.Pipeline.Providers.Slack;
using NotifyHub.Pipeline.Providers.Telegram;
using NotifyHub.Pipeline.Providers.Webhook;
using NotifyHub.Pipeline.Providers.WebPush;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Registers every vendor.</summary>
public static class ProviderServices
{
    /// <summary>Adds the vendors, of push and of chats, as <see cref="IPushProvider"/>, told apart by their names, with the one way out that they share.</summary>
    public static IServiceCollection AddPushProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddEgress(configuration).AddApns(configuration).AddFcm(configuration).AddWebPush(configuration).AddHuawei(configuration).AddMiPush(configuration).AddExpo(configuration)
            .AddSlack(configuration).AddTelegram(configuration).AddWebhook(configuration);
    }
}
