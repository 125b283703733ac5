using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Digests;

/// <summary>A person's next digest, as it would be now.</summary>
/// <param name="Cadence">How often they get one.</param>
/// <param name="IsProjects">The project chose that; they did not.</param>
/// <param name="At">When the next is due; null for those who want none.</param>
/// <param name="Zone">Whose clock that is.</param>
/// <param name="Count">Items that it would cover; with none it is not sent.</param>
/// <param name="Title">Its first line.</param>
/// <param name="Body">The rest.</param>
public sealed record DigestPreview(DigestCadence Cadence, bool IsProjects, DateTimeOffset? At, TimeZoneInfo Zone, int Count, string Title, string Body);

/// <summary>Shows digests before they are sent, by the code that sends them. Writes nothing.</summary>
public sealed class DigestPreviews
{
    private readonly HubContexts _contexts;
    private readonly DigestReader _reader;
    private readonly TimeProvider _time;

    internal DigestPreviews(HubContexts contexts, DigestReader reader, TimeProvider time) => (_contexts, _reader, _time) = (contexts, reader, time);

    /// <summary>A person's; null when the project does not know them.</summary>
    public async Task<DigestPreview?> OfAsync(long projectId, long personId, CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, cancel);
        var project = await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId, cancel);
        if (person is null || project is null)
        {
            return null;
        }
        var own = await db.PersonSettings.AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == personId, cancel);
        var state = await db.DigestStates.AsNoTracking().SingleOrDefaultAsync(d => d.PersonId == personId, cancel);
        var wish = DigestWish.Of(project, person.TimeZone, own);
        var preview = new DigestPreview(wish.Cadence, own?.DigestCadence is null, null, wish.Zone, 0, "", "");
        if (wish.After(now) is not { } next)
        {
            return preview;
        }
        // A slot that has come is about to be sent; one that was chosen anew is planned within minutes.
        var at = state is not null && state.NextAt <= now ? state.NextAt : next;
        var news = await _reader.ReadAsync(db, projectId, personId, state?.CoveredTo ?? DigestPlanJob.FirstCovers(now), HubIds.FloorAt(now.AddMinutes(1)), cancel);
        return preview with { At = at, Count = news.Count, Title = DigestWords.Title(news), Body = DigestWords.Body(news) };
    }
}
