using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data.Gate;

/// <summary>What a piece of work may use while it is inside the gate.</summary>
public sealed class WriteSession
{
    private readonly HubEngine _engine;
    private readonly DbConnection _connection;
    private readonly StatementCache _statements;
    private readonly DbContextOptions<HubDb> _options;
    private readonly Func<ValueTask>? _beforeLending;
    private readonly List<Action> _afterCommit = [];
    private readonly Dictionary<long, HubTables> _changes = [];
    private List<HubFact>? _facts;

    internal WriteSession(HubEngine engine, DbConnection connection, StatementCache statements, DbContextOptions<HubDb> options, Func<ValueTask>? beforeLending = null) =>
        (_engine, _connection, _statements, _options, _beforeLending) = (engine, connection, statements, options, beforeLending);

    /// <summary>The group's transaction, set by the gate.</summary>
    public DbTransaction? Transaction { get; internal set; }

    /// <summary>What this work takes away shall not be found in a log of the store either: SQLite's is emptied after the commit.</summary>
    public bool LeavesNoTrace { get; set; }

    /// <summary>A prepared statement, kept for the connection's life. Parameters are named @x in the SQL.</summary>
    public Statement Prepare(string sql) => _statements.Get(sql);

    /// <summary>Waits for a turn that the rest of this work needs for itself; what it reads after this is what the one before left.</summary>
    public ValueTask TakeTurnAsync(WriteTurn turn) => _engine.TakeTurn(turn) is { } sql ? Prepare(sql).ExecuteLaterAsync() : default;

    /// <summary>A context on the gate's connection and transaction.</summary>
    public HubDb Open(ProjectScope scope)
    {
        var db = new HubDb(_options, gate: null, scope) { InsideGate = true };
        db.Database.UseTransaction(Transaction);
        // The gate's own savepoint undoes what fails.
        db.Database.AutoSavepointsEnabled = false;
        return db;
    }

    /// <summary>Says which rows changed, for live pages; told after the commit.</summary>
    public void Changed(long projectId, HubTables tables) =>
        _changes[projectId] = _changes.GetValueOrDefault(projectId) | tables;

    /// <summary>Whether anybody wishes to hear of it: ask before looking up what to say.</summary>
    public bool Wants(long projectId, FactKind kind) => _engine.Outbox?.Wants(projectId, kind) == true;

    /// <summary>Says what happened, for those outside who wish to hear of it. It is written at the end of this work, with it or not at all; where nobody listens this does nothing.</summary>
    public void Happened(HubFact fact)
    {
        if (Wants(fact.ProjectId, fact.Kind))
        {
            (_facts ??= []).Add(fact);
        }
    }

    /// <summary>Runs after the commit, on the gate's thread: be brief, do not throw.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Lets a context that was opened elsewhere (Identity's stores) save on the gate's connection.</summary>
    internal async ValueTask<int> LendTo(HubDb db, Func<Task<int>> save)
    {
        if (_beforeLending is not null)
        {
            await _beforeLending();
        }
        db.Database.CloseConnection();
        db.Database.SetDbConnection(_connection, contextOwnsConnection: false);
        db.Database.UseTransaction(Transaction);
        db.InsideGate = true;
        try
        {
            return await save();
        }
        finally
        {
            db.InsideGate = false;
            db.Database.UseTransaction(null);
            // Its own was disposed of when ours came in.
            db.Database.SetDbConnection(_engine.NewReader(), contextOwnsConnection: true);
        }
    }

    /// <summary>Drops what the work has said so far: it was undone and runs again.</summary>
    internal void Forget()
    {
        _facts = null;
        _afterCommit.Clear();
        _changes.Clear();
    }

    /// <summary>Writes what was said to have happened.</summary>
    internal ValueTask StoreFactsAsync()
    {
        var facts = _facts;
        _facts = null;
        return facts is null ? default : _engine.Outbox!.StoreAsync(this, facts);
    }

    internal void Finish(ChangeFeed feed)
    {
        _afterCommit.ForEach(action => action());
        foreach (var (project, tables) in _changes)
        {
            feed.Raise(new HubChange(project, tables));
        }
    }
}
