using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NotifyHub.Alerts;
using NotifyHub.Audience.People.Erasing;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Pipeline.Channels.Personal;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Pipeline.Providers.Smtp;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Channels;

/// <summary>Registers what a person perceives: one line for each channel. Credentials of the push channel register themselves (Push/Credentials).</summary>
public static class ChannelServices
{
    /// <summary>The channels, the push renderer and the questions to relays.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<ChannelBook>();
        services.AddSingleton<PushRenderer>();
        services.AddSingleton<PushReceipts>();
        services.AddSingleton<IDeliveryChannel, PushChannel>();
        services.AddSingleton<IDeliveryChannel, PersonalChannel>();
        return services.AddEmail();
    }

    private static IServiceCollection AddEmail(this IServiceCollection services)
    {
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section);
        services.AddOptions<EmailOptions>().BindConfiguration(EmailOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EmailOptions>, EmailOptionsValidator>();
        services.TryAddSingleton<MailDoor>();
        services.AddSingleton<SmtpPost>();
        services.AddSingleton<MailReads>();
        services.AddSingleton<MailSuppressions>();
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<MailFeedback>();
        services.AddSingleton<UnsubscribeLinks>();
        services.AddSingleton<PreferenceLinks>();
        services.AddSingleton<IErasurePart, MailErasure>();
        services.AddSingleton<IDeliveryChannel, EmailChannel>();
        return services;
    }
}
