// dotnet run --project tools/Migrator -- sqlite|postgres NAME
// Writes a migration for what changed in the model since the engine's last one, into NotifyHub/Data/{Sqlite,Postgres}/Migrations.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Postgres;
using NotifyHub.Data.Rows;

var folder = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(folder, "NotifyHub.sln")))
{
    folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run inside the repository.");
}
var (name, migration) = (args[0] == "postgres" ? "Postgres" : "Sqlite", args[1]);
var options = new DbContextOptionsBuilder<HubDb>();
using var db = name == "Postgres"
    ? new PostgresSchema(options.UseNpgsql("Host=nowhere").Options)
    : new HubDb(options.UseSqlite("Data Source=:memory:").Options, gate: null, ProjectScope.EveryProject);
IDesignTimeServices engine = name == "Postgres"
    ? new Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal.NpgsqlDesignTimeServices()
    : new Microsoft.EntityFrameworkCore.Sqlite.Design.Internal.SqliteDesignTimeServices();
var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
engine.ConfigureDesignTimeServices(services);
var scaffolder = services.BuildServiceProvider().GetRequiredService<IMigrationsScaffolder>();
var written = scaffolder.Save(
    Path.Combine(folder, "NotifyHub"), scaffolder.ScaffoldMigration(migration, "NotifyHub", $"Data.{name}.Migrations"), Path.Combine(folder, "NotifyHub", "Data", name, "Migrations"), dryRun: false);
Console.WriteLine(written.MigrationFile);
