using NotifyHub.Data.Postgres;
using Npgsql;
using Quartz;

namespace NotifyHub.Jobs;

/// <summary>Schedules in PostgreSQL: whichever node is there first runs a job, and one whose node died runs again on another.</summary>
internal static class SharedJobStore
{
    /// <summary>A node that has not checked in for about three of these is dead to the others.</summary>
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5);

    public static void Use(IPersistentStoreBuilder store, string connectionString)
    {
        store.UsePostgres(ConnectionOf(connectionString));
        store.ProvisionSchema();
        store.UseSystemTextJsonSerializer(_ => { });
        store.UseClustering(options => options.CheckinInterval = CheckIn);
    }

    // A pool of its own: jobs that wait for the schedule's lock must not take the connections of people's pages. And a node that stands still with that
    // lock ("TRIGGER_ACCESS") would stop the jobs of all others.
    internal static string ConnectionOf(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "NotifyHub jobs", MaxPoolSize = 15, Enlist = false };
        settings.Options = $"{settings.Options} {PostgresEngine.LetsGo}".Trim();
        return settings.ToString();
    }
}
