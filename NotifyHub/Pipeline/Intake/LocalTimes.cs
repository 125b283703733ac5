using Microsoft.EntityFrameworkCore;
using NotifyHub.Calendar;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Intake;

/// <summary>When a wall time comes for each device: in its own zone, else its person's, else in the one that the send names, else in the project's.</summary>
internal sealed class LocalTimes(HubContexts contexts)
{
    /// <summary>One moment for each device, in their order; where it is past, now. Each zone is asked once.</summary>
    public async Task<DateTimeOffset[]> OfAsync(long projectId, IReadOnlyList<long> devices, DateTime wall, string? fallback, DateTimeOffset now, CancellationToken cancel)
    {
        var moments = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var unknown = await UnknownAsync(projectId, wall, fallback, now, cancel);
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var zones = await db.Devices.Where(d => devices.Contains(d.Id))
            .Select(d => new { d.Id, Zone = d.TimeZone ?? db.People.Where(p => p.ProjectId == projectId && p.UserId == d.UserId).Select(p => p.TimeZone).FirstOrDefault() })
            .ToDictionaryAsync(d => d.Id, d => d.Zone, cancel);
        return [.. devices.Select(id => MomentIn(zones.GetValueOrDefault(id)))];

        DateTimeOffset Later(DateTimeOffset at) => at > now ? at : now;

        DateTimeOffset MomentIn(string? zone)
        {
            if (!WallClock.TryZone(zone, out var known))
            {
                return unknown;
            }
            return moments.TryGetValue(zone!, out var at) ? at : moments[zone!] = Later(WallClock.Moment(wall, known));
        }
    }

    /// <summary>The moment for a device whose zone is not known; where it is past, now.</summary>
    public async Task<DateTimeOffset> UnknownAsync(long projectId, DateTime wall, string? fallback, DateTimeOffset now, CancellationToken cancel)
    {
        var at = WallClock.Moment(wall, WallClock.ZoneOf(fallback, await ProjectZone.OfAsync(contexts, projectId, cancel)));
        return at > now ? at : now;
    }
}
