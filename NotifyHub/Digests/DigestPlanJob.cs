using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Digests;

/// <summary>Gives everybody who wants a digest their next slot, moves slots of those who chose anew, and takes away those of whoever wants none. A slot that has come is left to <see cref="DigestJob"/>.</summary>
internal sealed class DigestPlanJob(HubContexts contexts, IWriteGate gate, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("digest_plan", "Plans each person's next digest by what they and their project chose.", TimeSpan.FromMinutes(5));

    private const int Slice = 1000;

    // Whoever turns digests on hears of the day before it too.
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(1);

    /// <summary>In order: @next @covered @person @project.</summary>
    internal const string Begin = "insert into digest_states (person_id, project_id, next_at, covered_to) select id, project_id, cast(@next as bigint), cast(@covered as bigint) from people where id = @person and project_id = @project on conflict (person_id) do nothing";

    /// <summary>In order: @next @person @old.</summary>
    internal const string Move = "update digest_states set next_at = @next where person_id = @person and next_at = @old";

    /// <summary>In order: @person @old.</summary>
    internal const string End = "delete from digest_states where person_id = @person and next_at = @old";

    /// <summary>Items up to this are not in somebody's first digest.</summary>
    public static long FirstCovers(DateTimeOffset now) => HubIds.FloorAt(now - LooksBack);

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = contexts.Open(ProjectScope.EveryProject);
        var projects = await db.Projects.AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var sending = projects.Values.Where(p => DigestWish.OfProject(p.PolicySettings).Cadence != DigestCadence.None).Select(p => p.Id).ToArray();
        var (changed, cursor) = (0, 0L);
        while (true)
        {
            var people = await (
                from person in db.People.AsNoTracking()
                join set in db.PersonSettings.AsNoTracking() on person.Id equals set.PersonId into sets
                from own in sets.DefaultIfEmpty()
                join known in db.DigestStates.AsNoTracking() on person.Id equals known.PersonId into states
                from state in states.DefaultIfEmpty()
                where person.Id > cursor && (state != null || (own != null && own.DigestCadence != null && own.DigestCadence != DigestCadence.None) || sending.Contains(person.ProjectId))
                orderby person.Id
                select new { person.Id, person.ProjectId, person.TimeZone, Own = own, State = state }).Take(Slice).ToListAsync(cancel);
            if (people.Count == 0)
            {
                return changed == 0 ? null : $"{changed} planned";
            }
            cursor = people[^1].Id;
            var steps = new List<(string Sql, object?[] Values)>();
            foreach (var one in people.Where(one => projects.ContainsKey(one.ProjectId)))
            {
                var next = DigestWish.Of(projects[one.ProjectId], one.TimeZone, one.Own).After(now);
                switch (one.State, next)
                {
                    case (null, { } first): steps.Add((Begin, [first, FirstCovers(now), one.Id, one.ProjectId])); break;
                    case ({ } state, null): steps.Add((End, [one.Id, state.NextAt])); break;
                    case ({ } state, { } slot) when state.NextAt > now && state.NextAt != slot: steps.Add((Move, [slot, one.Id, state.NextAt])); break;
                }
            }
            if (steps.Count > 0)
            {
                changed += await gate.WriteAsync(async session =>
                {
                    var rows = 0;
                    foreach (var step in steps)
                    {
                        rows += await session.Prepare(step.Sql).Bind(step.Values).ExecuteAsync();
                    }
                    return rows;
                }, cancel);
            }
        }
    }
}
