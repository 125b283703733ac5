namespace NotifyHub.Data.Nodes;

/// <summary>What a process of the hub does.</summary>
public enum NodeRole
{
    /// <summary>Everything; the only role on SQLite, whose file belongs to one process.</summary>
    All,
    /// <summary>Dashboard and API: accepts, claims nothing, runs no jobs.</summary>
    Web,
    /// <summary>Delivers and runs jobs; answers nothing but its health.</summary>
    Worker,
}

/// <summary>Which parts a role has.</summary>
public static class NodeRoles
{
    /// <summary>Claims deliveries and runs jobs.</summary>
    public static bool Works(this NodeRole role) => role != NodeRole.Web;

    /// <summary>Serves the dashboard and the API.</summary>
    public static bool Serves(this NodeRole role) => role != NodeRole.Worker;

    /// <summary>all, web or worker.</summary>
    public static string Wire(this NodeRole role) => role.ToString().ToLowerInvariant();
}
