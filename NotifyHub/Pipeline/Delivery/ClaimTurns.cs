using System.Data.Common;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Whose turn it is at one vendor: goes round the projects that wait, lane by lane, and gives each a share of what the stock has room for.
/// A project with a million rows is one project like any other. Used by one task.
/// </summary>
internal sealed class ClaimTurns(ProviderKind provider, DueReads reads, LineStock stock, IClaimFilter filter)
{
    private static readonly DeliveryStatus[] Ready = [DeliveryStatus.Queued];
    // Put first, because they have waited longest.
    private static readonly DeliveryStatus[] All = [DeliveryStatus.Retrying, DeliveryStatus.Delayed, DeliveryStatus.Scheduled, DeliveryStatus.Queued];
    private static readonly DeliveryLane[] Lanes = Enum.GetValues<DeliveryLane>();

    private readonly Dictionary<DeliveryStatus, long[]> _cursors = All.ToDictionary(status => status, _ => new long[Lanes.Length]);

    /// <summary>Looks once.</summary>
    public async Task<ClaimPlan> PlanAsync(DbConnection connection, DateTimeOffset now, CancellationToken cancel)
    {
        var (first, next) = await reads.TimedAsync(connection, provider, now, cancel);
        var waiting = new List<DueProject>();
        var unfinished = false;
        foreach (var status in first <= now ? All : Ready)
        {
            var cursors = _cursors[status];
            var found = await reads.ProjectsAsync(connection, provider, status, cursors, cancel);
            foreach (var lane in Lanes)
            {
                var ofLane = found.Where(project => project.Lane == lane).ToList();
                cursors[(int)lane] = ofLane.Count >= DueReads.ProjectsMax ? ofLane[^1].ProjectId : 0;
                unfinished |= cursors[(int)lane] != 0;
            }
            waiting.AddRange(found);
        }
        return Plan(waiting, unfinished, next, now);
    }

    private ClaimPlan Plan(List<DueProject> waiting, bool unfinished, DateTimeOffset? next, DateTimeOffset now)
    {
        var round = new Allowances(filter, provider, now);
        var shares = new List<ClaimShare>(waiting.Count);
        foreach (var lane in Lanes)
        {
            var due = waiting.FindAll(project => project.Lane == lane && project.DueAt <= now);
            var rooms = stock.Rooms(lane, [.. due.Select(project => project.ProjectId).Distinct()]);
            foreach (var project in due)
            {
                var rows = Math.Min(rooms[project.ProjectId], round.Of(project.ProjectId));
                if (rows > 0)
                {
                    shares.Add(new ClaimShare(provider, project.Status, lane, project.ProjectId, rows));
                    rooms[project.ProjectId] -= rows;
                    round.Take(project.ProjectId, rows);
                }
            }
        }
        var later = waiting.Where(project => project.DueAt > now).Select(project => (DateTimeOffset?)project.DueAt).Min();
        return new ClaimPlan(shares, unfinished, Earliest(Earliest(next, later), round.Next));
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    /// <summary>What the filter allows each project in this round, asked once.</summary>
    private sealed class Allowances(IClaimFilter filter, ProviderKind provider, DateTimeOffset now)
    {
        private readonly Dictionary<long, int> _left = [];

        /// <summary>When the first exclusion ends.</summary>
        public DateTimeOffset? Next { get; private set; }

        public int Of(long projectId)
        {
            if (!_left.TryGetValue(projectId, out var left))
            {
                var allowance = filter.Allow(provider, projectId, now);
                _left[projectId] = left = allowance.Rows;
                Next = Earliest(Next, allowance.Until);
            }
            return left;
        }

        public void Take(long projectId, int rows) => _left[projectId] -= rows;
    }
}
