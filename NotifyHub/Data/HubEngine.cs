using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>The database engine behind the rows. What differs between engines lies in its folder (Sqlite/, Postgres/); everything else is shared SQL.</summary>
public abstract class HubEngine
{
    /// <summary>"SQLite 3.35.5".</summary>
    public abstract string Describe();

    /// <summary>A connection that can only read, opened.</summary>
    public abstract ValueTask<DbConnection> OpenReadAsync(CancellationToken cancel = default);

    /// <summary>A connection that can only read, not opened yet.</summary>
    internal abstract DbConnection NewReader();

    /// <summary>Options of a context; with <paramref name="connection"/> null it opens reading connections of its own.</summary>
    public abstract DbContextOptions<HubDb> ContextOptions(DbConnection? connection);

    /// <summary>Brings the schema up to date, after a backup when there is something to lose.</summary>
    public abstract Task MigrateAsync(CancellationToken cancel);

    /// <summary>Who stores what happened for those who wish to hear of it; null while nobody listens.</summary>
    internal IFactOutbox? Outbox { get; set; }

    /// <summary>True when no other process works on these rows: leases of earlier boots are then dead at once, whatever time is left on them.</summary>
    public abstract bool OwnedByOneProcess { get; }

    /// <summary>Now by the database's own clock, epoch milliseconds, as an expression: what several nodes compare is on one clock.</summary>
    public abstract string NowSql { get; }

    /// <summary>Makes a query go by this index, where the engine's planner needs to be told; put after the table's alias. Empty where it does not.</summary>
    public virtual string By(string index) => "";

    /// <summary>The operator that compares with a pattern regardless of case.</summary>
    public abstract string Like { get; }

    /// <summary>How it looks into JSON.</summary>
    public abstract JsonSql Json { get; }

    /// <summary>A statement without a result that takes a turn until the commit; null where writers come one by one anyway.</summary>
    internal virtual string? TakeTurn(WriteTurn turn) => null;

    /// <summary>A column that shall be checked row by row, where the planner would otherwise lead by an index on it.</summary>
    public virtual string Aside(string column) => column;

    /// <summary>A scalar as a whole number, null for none: engines answer in different widths.</summary>
    public static long? Number(object? scalar) => scalar switch { long number => number, int number => number, short number => number, decimal number => (long)number, _ => null };

    /// <summary>Reads the database's clock in epoch milliseconds, where several nodes must agree on it; null where one process's own clock counts.</summary>
    public virtual string? ClockSql => null;

    /// <summary>Put after a query whose rows a claim takes, where other nodes claim at the same moment: theirs are passed over, not waited for.</summary>
    protected virtual string PassOverLocked => "";

    /// <summary>
    /// Marks one project's due deliveries of one vendor, state and lane as Sending under a lease, oldest first.
    /// Parameters in order: @owner @until @now @provider @status @lane @project @limit.
    /// </summary>
    public virtual string ClaimSql => $"""
        update deliveries set status = {(int)DeliveryStatus.Sending}, lease_owner = @owner, lease_until = @until, updated_at = @now
        where id in (
            select id from deliveries {By("ix_deliveries_due")}
            where provider = @provider and status = @status and {HubModel.Due()} and lane = @lane and project_id = @project and due_at <= @now
            order by due_at limit @limit {PassOverLocked})
        """;

    /// <summary>
    /// Projects with deliveries of one vendor in one state, with the earliest due time in each lane: (lane, project, due). Steps from project to project
    /// in the index, so a million rows of one cost as much as one row. Parameters: @provider, @status, @limit (projects of a lane), @after0 to @after3 (the project of each lane to go on from).
    /// </summary>
    public string DueProjectsSql => $"""
        with recursive {string.Join(",\n", Enum.GetValues<DeliveryLane>().Select(Steps))}
        {string.Join(" union all ", Enum.GetValues<DeliveryLane>().Select(Due))}
        """;

    /// <summary>Of one vendor's deliveries that wait for a time: the first of all, and the first whose time is still to come. Parameters: @provider, @now.</summary>
    public string TimedSql => $"""
        select (select min(due_at) from deliveries {By("ix_deliveries_timed")} where provider = @provider and {HubModel.Timed()}),
            (select min(due_at) from deliveries {By("ix_deliveries_timed")} where provider = @provider and {HubModel.Timed()} and due_at > @now)
        """;

    private string Steps(DeliveryLane lane) => $"""
        lane{(int)lane}(project_id, step) as (
            select (select min(project_id) from {Waiting(lane)} and project_id > @after{(int)lane}), 1
            union all
            select (select min(project_id) from {Waiting(lane)} and project_id > lane{(int)lane}.project_id), step + 1
            from lane{(int)lane} where project_id is not null and step < @limit)
        """;

    private string Due(DeliveryLane lane) => $"""
        select {(int)lane}, project_id, (select min(due_at) from {Waiting(lane)} and project_id = lane{(int)lane}.project_id)
        from lane{(int)lane} where project_id is not null
        """;

    private string Waiting(DeliveryLane lane) =>
        $"deliveries {By("ix_deliveries_due")} where provider = @provider and status = @status and {HubModel.Due()} and lane = {(int)lane}";
}

/// <summary>Opens contexts for reading and for work outside the gate.</summary>
public sealed class HubContexts(HubEngine engine, IWriteGate gate)
{
    /// <summary>A context over one project's rows (or every project's, for workers). Dispose it soon.</summary>
    public HubDb Open(ProjectScope scope) => new(engine.ContextOptions(null), gate, scope);
}
