namespace NotifyHub.Data;

/// <summary>Where rows and files live. Section <c>NotifyHub</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Folder of the database, keys and backups; relative to the folder of appsettings.json. Key: NotifyHub:DataDirectory.</summary>
    public string DataDirectory { get; set; } = "data";
    /// <summary>sqlite or postgres. Key: NotifyHub:Database:Provider.</summary>
    public string Provider { get; set; } = "sqlite";
    /// <summary>Where PostgreSQL is, in Npgsql's form. Key: ConnectionStrings:Hub.</summary>
    public string ConnectionString { get; set; } = "";
    /// <summary>Connections that write at the same time, 1 to 32; postgres only. Key: NotifyHub:Database:Writers.</summary>
    public int Writers { get; set; } = 4;
    /// <summary>Longest wait for a lock held by a foreign process, in seconds, 1 to 60. Key: NotifyHub:Database:BusyTimeoutSeconds.</summary>
    public int BusyTimeoutSeconds { get; set; } = 5;
    /// <summary>Most writes in one group commit, 1 to 5000. Key: NotifyHub:Database:GroupCommitMax.</summary>
    public int GroupCommitMax { get; set; } = 512;
}
