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

    /// <summary>Options of a context; with <paramref name="connection"/> null it opens reading connections of its own.</summary>
    public abstract DbContextOptions<HubDb> ContextOptions(DbConnection? connection);

    /// <summary>Brings the schema up to date, after a backup when there is something to lose.</summary>
    public abstract Task MigrateAsync(CancellationToken cancel);

    /// <summary>True when no other process works on these rows: leases of earlier boots are then dead at once, whatever time is left on them.</summary>
    public abstract bool OwnedByOneProcess { get; }

    /// <summary>Makes a query go by this index, where the engine's planner needs to be told; put after the table's alias. Empty where it does not.</summary>
    public virtual string By(string index) => "";

    /// <summary>The operator that compares with a pattern regardless of case.</summary>
    public abstract string Like { get; }

    /// <summary>A column that shall be checked row by row, where the planner would otherwise lead by an index on it.</summary>
    public virtual string Aside(string column) => column;

    /// <summary>Gives the parameters of a new statement their types, where the engine wants to know them before their values.</summary>
    internal virtual void Shape(DbCommand command)
    {
    }

    /// <summary>Marks due deliveries of one provider as Sending under a lease, most urgent lane first, and returns their ids. Parameters: @owner @until @now @provider @limit.</summary>
    public abstract string ClaimSql { get; }

    /// <summary>A scalar as a whole number, null for none: engines answer in different widths.</summary>
    public static long? Number(object? scalar) => scalar switch { long number => number, int number => number, short number => number, decimal number => (long)number, _ => null };

    /// <summary>When the next delivery of a provider falls due, null when none waits. Parameter: @provider.</summary>
    public string NextDueSql { get; } = $"select min(due) from ({string.Join(" union all ", Enum.GetValues<DeliveryLane>().Select(lane => $"select min(due_at) as due from deliveries where provider = @provider and lane = {(int)lane} and status in ({HubModel.DueStatuses})"))}) lanes";
}

/// <summary>Opens contexts for reading and for work outside the gate.</summary>
public sealed class HubContexts(HubEngine engine, IWriteGate gate)
{
    /// <summary>A context over one project's rows (or every project's, for workers). Dispose it soon.</summary>
    public HubDb Open(ProjectScope scope) => new(engine.ContextOptions(null), gate, scope);
}
