// dotnet run --project tools/Migrator -- NAME
// Writes a migration for what changed in the model since the last one, into NotifyHub/Data/Sqlite/Migrations.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

var folder = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(folder, "NotifyHub.sln")))
{
    folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run inside the repository.");
}
var options = new DbContextOptionsBuilder<HubDb>().UseSqlite("Data Source=:memory:").Options;
using var db = new HubDb(options, gate: null, ProjectScope.EveryProject);
var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
new Microsoft.EntityFrameworkCore.Sqlite.Design.Internal.SqliteDesignTimeServices().ConfigureDesignTimeServices(services);
var scaffolder = services.BuildServiceProvider().GetRequiredService<IMigrationsScaffolder>();
var migration = scaffolder.ScaffoldMigration(args[0], "NotifyHub", "Data.Sqlite.Migrations");
var files = scaffolder.Save(Path.Combine(folder, "NotifyHub"), migration, Path.Combine(folder, "NotifyHub", "Data", "Sqlite", "Migrations"), dryRun: false);
Console.WriteLine(files.MigrationFile);
