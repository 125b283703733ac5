namespace NotifyHub;

/// <summary>What may stand on the command line.</summary>
public static class Usage
{
    private const string Text = """
        usage: NotifyHub [serve] [--role ROLE] [--urls URL] [--NotifyHub:Section:Key=VALUE ...]
               NotifyHub migrate [--to "Host=...;Database=...;Username=...;Password=..."]
               NotifyHub sandbox [--help]
          serve    run the app (default); appsettings.json lists every setting
          --role   all (default), web (dashboard and API) or worker (delivers); several nodes share one PostgreSQL
          migrate  bring the schema up to date and end; with --to copy a stopped hub on SQLite into an empty PostgreSQL
          sandbox  run only the vendors' twins and the simulated phones
        """;

    /// <summary>Prints the usage when it is asked for (exit code 0) or the verb is unknown (2); null when the app shall run.</summary>
    public static int? Stop(string[] args, TextWriter output)
    {
        var first = args.FirstOrDefault() ?? "serve";
        var asked = first is "--help" or "-h" or "help";
        if (!asked && (first == "serve" || first.StartsWith('-') || first.StartsWith('/') || first.Contains('=')))
        {
            return null;
        }
        output.WriteLine(asked ? Text : $"NotifyHub does not know {first}.\n{Text}");
        return asked ? 0 : 2;
    }
}
