using NotifyHub.Audience.Devices;
using NotifyHub.Audience.Inbox;
using NotifyHub.Audience.People;
using NotifyHub.Audience.People.Erasing;
using NotifyHub.Audience.Preferences;
using NotifyHub.Audience.Segments;
using NotifyHub.Audience.Targets;
using NotifyHub.Audience.Topics;
using NotifyHub.Jobs;

namespace NotifyHub.Audience;

/// <summary>Who and where.</summary>
public static class AudienceServices
{
    /// <summary>Devices, people, topics, consent.</summary>
    public static IServiceCollection AddAudience(this IServiceCollection services)
    {
        services.AddSingleton<DeviceTokens>();
        services.AddSingleton<DeviceAddressRules>();
        services.AddSingleton<DeviceDirectory>();
        services.AddSingleton<DeviceRegistry>();
        services.AddSingleton<OwnDevices>();
        services.AddSingleton<DeviceTokenLookup>();
        services.AddSingleton<TargetDirectory>();
        services.AddSingleton<PeopleDirectory>();
        services.AddSingleton<SegmentBook>();
        services.AddSingleton<PersonChecks>();
        services.AddSingleton<PersonEndpoints>();
        services.AddSingleton<PersonRegistry>();
        services.AddSingleton<MemberPeople>();
        services.AddSingleton<InboxReads>();
        services.AddSingleton<InboxDesk>();
        services.AddSingleton<TopicBook>();
        services.AddSingleton<ConsentBook>();
        services.AddSingleton<PreferenceMatrix>();
        services.AddSingleton<ConsentWatch>();
        services.AddSingleton<PresenceBook>();
        services.AddSingleton<ErasureNames>();
        services.AddSingleton<ErasureSlices>();
        services.AddSingleton<PersonErasure>();
        return services.AddHubJob<ErasureJob>(ErasureJob.Plan).AddHubJob<PersonEndpointsJob>(PersonEndpointsJob.Plan).AddHubJob<InboxWakeJob>(InboxWakeJob.Plan).AddHubJob<InboxCleanup>(InboxCleanup.Plan);
    }
}
