using NotifyHub.Pipeline.Channels.Push;

namespace NotifyHub.Pipeline.Channels;

/// <summary>Registers what a person perceives: one line for each channel. Credentials of the push channel register themselves (Push/Credentials).</summary>
public static class ChannelServices
{
    /// <summary>The push channel, its renderer and its questions to relays.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<PushRenderer>();
        services.AddSingleton<ChannelBook>();
        services.AddSingleton<IDeliveryChannel, PushChannel>();
        services.AddSingleton<PushReceipts>();
        return services;
    }
}
