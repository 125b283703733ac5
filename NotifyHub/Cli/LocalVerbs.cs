using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Data.Sqlite;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Cli;

/// <summary>Verbs that work on the data itself, for whoever may read the data folder: <c>keys create</c>, <c>backup</c>. Settings are the app's own.</summary>
public static class LocalVerbs
{
    /// <summary>Whether the first words name one of them.</summary>
    public static bool Knows(string[] args) => args is ["keys", ..] or ["backup", ..];

    /// <summary>Runs it.</summary>
    /// <returns>0; 1 when it could not be done; 2 for a wrong call.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancel = default)
    {
        try
        {
            // The app's own settings may stand beside the verb's options.
            var (own, settings) = (args.Where(arg => !IsSetting(arg)).ToArray(), args.Where(IsSetting).ToArray());
            await (own switch
            {
                ["keys", "create", ..] => CreateKeyAsync(CliArguments.Read(own.AsSpan(2), ["name", "project", "scopes", "days", "format"], ["publishable"]), settings, output, cancel),
                ["backup", ..] => BackupAsync(CliArguments.Read(own.AsSpan(1), ["to"]), settings, output, cancel),
                _ => throw new CliUsageException("keys knows create."),
            });
            return 0;
        }
        catch (CliUsageException wrong)
        {
            await errors.WriteLineAsync($"{wrong.Message}\n{Usage.Words}");
            return 2;
        }
        catch (CliRefusedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return 1;
        }
        catch (Exception error) when (StartFaults.Words(error) is { } words)
        {
            await errors.WriteLineAsync(string.Join('\n', words));
            return 1;
        }
    }

    private static bool IsSetting(string arg) => arg.StartsWith("--NotifyHub:", StringComparison.OrdinalIgnoreCase) || arg.StartsWith("--ConnectionStrings:", StringComparison.OrdinalIgnoreCase);

    private static ServiceProvider Open(string[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppRoot.Find() });
        builder.Configuration.AddJsonFile(Path.Combine(AppRoot.Find(), "appsettings.json")).AddEnvironmentVariables().AddCommandLine(settings);
        builder.Services.AddHubData(builder.Configuration);
        builder.Services.AddSingleton<IAuditLog, AuditLog>();
        builder.Services.AddSingleton<ProjectKeys>();
        return builder.Services.BuildServiceProvider();
    }

    private static async Task CreateKeyAsync(CliArguments arguments, string[] settings, TextWriter output, CancellationToken cancel)
    {
        var name = arguments.Required("name");
        var isPublishable = arguments.Has("publishable");
        var scopes = isPublishable ? ApiScopes.None : ScopesOf(arguments["scopes"] ?? throw new CliUsageException("--scopes is missing (send,devices,users,preferences,events,read,manage or all), or --publishable."));
        if (name.Length is 0 or > 100 || (isPublishable && arguments["scopes"] is not null))
        {
            throw new CliUsageException(isPublishable ? "A publishable key has no scopes: its kind says what it may do." : "--name has 1 to 100 characters.");
        }
        var days = arguments.Number("days", 0, 1, 3650);
        await using var services = Open(settings);
        var store = services.GetRequiredService<HubStore>();
        await store.Engine.MigrateAsync(cancel);
        await store.OpenAsync(cancel);
        var project = await ProjectAsync(services.GetRequiredService<HubContexts>(), arguments["project"], cancel);
        var ends = days > 0 ? services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(days) : (DateTimeOffset?)null;
        var issued = await services.GetRequiredService<ProjectKeys>().CreateAsync(
            ProjectAdmin.System(project), new NewKey(name, isPublishable ? ApiKeyKind.Publishable : ApiKeyKind.Server, scopes, ends), cancel);
        await output.WriteLineAsync(arguments.OneOf("format", "table", "json") == "json"
            ? System.Text.Json.JsonSerializer.Serialize(new { id = RowId.Format(RowId.Key, issued.Row.Id), name, project = RowId.Format(RowId.Project, project), key = issued.Text })
            : issued.Text);
    }

    private static async Task<long> ProjectAsync(HubContexts contexts, string? wanted, CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.EveryProject);
        var all = await db.Projects.AsNoTracking().OrderBy(p => p.Id).Select(p => new { p.Id, p.Name }).ToListAsync(cancel);
        var found = all.Where(p => wanted is null || p.Name == wanted || RowId.Format(RowId.Project, p.Id) == wanted).ToList();
        return found is [var one] ? one.Id : throw new CliRefusedException((found.Count == 0 ? "There is no such project" : "Say which project with --project") + $": {string.Join(", ", all.Select(p => $"{p.Name} ({RowId.Format(RowId.Project, p.Id)})"))}.");
    }

    private static ApiScopes ScopesOf(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Aggregate(ApiScopes.None, (sum, word) =>
        Enum.TryParse<ApiScopes>(word, ignoreCase: true, out var scope) && word.All(char.IsAsciiLetter) ? sum | scope : throw new CliUsageException($"{word} is no scope."));

    private static async Task BackupAsync(CliArguments arguments, string[] settings, TextWriter output, CancellationToken cancel)
    {
        await using var services = Open(settings);
        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        if (options.Provider != "sqlite")
        {
            throw new CliRefusedException("PostgreSQL is backed up by its own means (pg_dump), with keys/master.key beside it.");
        }
        var target = Path.GetFullPath(arguments["to"] ?? Path.Combine(options.DataDirectory, "backups", $"notifyhub-{services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture)}.db"));
        var rows = await SqliteBackup.RunAsync(Path.Combine(options.DataDirectory, "notifyhub.db"), target, cancel);
        await output.WriteLineAsync($"{target}: {new FileInfo(target).Length / 1024} KB, {rows} deliveries. Keep {Path.Combine(options.DataDirectory, "keys")} with it, on another medium: without keys/master.key tokens and credentials can't be read.");
    }
}
