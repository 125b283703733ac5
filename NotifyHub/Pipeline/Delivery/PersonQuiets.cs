using NotifyHub.Calendar;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>When a person is to be left in peace: by their own word, else by their project's.</summary>
internal sealed class PersonQuiets(PolicyBook policies)
{
    /// <summary>Their quiet hours; null for none.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="own">JSON of what they set, which may be that they want none; null when they set nothing.</param>
    /// <param name="zone">Theirs, else the device's, else the project's.</param>
    public PersonQuiet? Of(long projectId, string? own, string? zone) => Of(policies.Of(projectId), own, zone);

    /// <summary>The same under any policy; null for none.</summary>
    public static PersonQuiet? Of(PolicySettings? policy, string? own, string? zone) => own is not null ? PersonQuiet.Of(own, zone) : policy?.QuietHours is { } quiet ? PersonQuiet.Of(quiet.Setting, zone) : null;

    /// <summary>What the project asks where they are live; null when they are not, or it asks nothing.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="seenAt">Their last sign; null for none ever.</param>
    /// <param name="now">The moment.</param>
    public PresenceSetting? PresenceOf(long projectId, DateTimeOffset? seenAt, DateTimeOffset now) => seenAt + PresenceSetting.Fresh > now ? policies.Of(projectId)?.Presence : null;
}
