using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Bundling;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>A delivery to a person, as those describe it who only ask.</summary>
/// <param name="Endpoint">Where.</param>
/// <param name="PersonId">Whom.</param>
/// <param name="NotificationId">The notification, which does not count against itself; 0 for one that is not there yet.</param>
/// <param name="Type">Key of its type.</param>
/// <param name="DigestKey">What its producer bundles by.</param>
/// <param name="Category">Its category.</param>
/// <param name="Lane">Critical ones are exempt from all of it.</param>
/// <param name="Message">What it says.</param>
/// <param name="DueAt">Its own time.</param>
/// <param name="Now">The moment.</param>
public sealed record PersonSend(Device Endpoint, long PersonId, long NotificationId, string? Type, string? DigestKey, string? Category, DeliveryLane Lane, PushMessage? Message, DateTimeOffset DueAt, DateTimeOffset Now);

/// <summary>What the claim reads about a delivery's person, for those who only ask.</summary>
internal sealed class PersonFacts(HubContexts contexts, PersonQuiets quiets, BundleCounts bundles)
{
    /// <summary>Mute, quiet hours, presence and bundling.</summary>
    public async Task<DeliveryFacts> AddAsync(DeliveryFacts facts, PersonSend to, CancellationToken cancel)
    {
        var project = to.Endpoint.ProjectId;
        await using var db = contexts.Open(ProjectScope.Of(project));
        var own = await db.PersonSettings.AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == to.PersonId, cancel);
        var seen = await db.Presence.AsNoTracking().Where(p => p.PersonId == to.PersonId).Select(p => (DateTimeOffset?)p.SeenAt).SingleOrDefaultAsync(cancel);
        var zone = await db.People.AsNoTracking().Where(p => p.Id == to.PersonId).Select(p => p.TimeZone).SingleOrDefaultAsync(cancel)
            ?? to.Endpoint.TimeZone ?? await db.Projects.AsNoTracking().Where(p => p.Id == project).Select(p => p.TimeZone).SingleOrDefaultAsync(cancel);
        var mayDisturb = StandingFacts.MayDisturb(to.Lane, to.Message);
        return facts with
        {
            MutedUntil = to.Lane == DeliveryLane.Critical ? null : own?.MuteUntil,
            QuietUntil = mayDisturb ? null : quiets.Of(project, own?.QuietHours, zone)?.EndOf(to.Now),
            Presence = mayDisturb ? null : quiets.PresenceOf(project, seen, to.Now)?.Of(to.DueAt),
            Bundle = to.Type is { } type ? await bundles.LookAsync(project, to.PersonId, to.NotificationId, new BundleGroup(type, to.DigestKey ?? "", to.Endpoint.Provider.Channel()), to.Lane, to.Now, cancel) : null,
        };
    }
}
