namespace NotifyHub;

/// <summary>What may stand on the command line.</summary>
public static class Usage
{
    /// <summary>All of it.</summary>
    public const string Words = """
        usage: NotifyHub [serve] [--role ROLE] [--urls URL] [--NotifyHub:Section:Key=VALUE ...]
               NotifyHub migrate [--to "Host=...;Database=...;Username=...;Password=..."]
               NotifyHub sandbox [--help]
               NotifyHub keys create --name NAME (--scopes send,read | --publishable) [--project ID] [--days N]
               NotifyHub backup [--to FILE]
               NotifyHub send --to dev_... [--title T] [--body B] [--data JSON] [--options JSON] [--send-at TIME] [--idempotency-key K] [--file FILE]
               NotifyHub devices list [--user ID] [--provider P] [--status S] [--limit N]
               NotifyHub deliveries tail [--status S] [--provider P] [--campaign C] [--limit N] [--once]
               NotifyHub preferences get [--user ID | --fingerprint HEX]
               NotifyHub preferences set (--user ID | --fingerprint HEX) --category C --opted-out true|false
               NotifyHub preferences set [--type T (--channel C --on true|false | --reset)] [--digest none|hourly|6_hourly|daily|weekly] [--digest-hour H] [--mute-until TIME | --unmute]
               NotifyHub inbox list [--state unread|read|archived|snoozed|all] [--type T] [--q WORDS] [--limit N]
               NotifyHub inbox read --id inb_... | unread-count | mark-all-read [--type T]
          serve    run the app (default); appsettings.json lists every setting
          --role   all (default), web (dashboard and API) or worker (delivers); several nodes share one PostgreSQL
          migrate  bring the schema up to date and end; with --to copy a stopped hub on SQLite into an empty PostgreSQL
          sandbox  run only the vendors' twins and the simulated phones
          keys     make a key in the database itself and print it; on SQLite while the hub is stopped
          backup   copy a hub on SQLite, running or not, into one file
          send, devices, deliveries, preferences and inbox call a running hub: --url (or NOTIFYHUB_URL; http://localhost:5080), --key (or NOTIFYHUB_KEY), --format table|json
          inbox, and preferences without --user, are somebody's own: --key is their user token (POST /v1/user-tokens makes one)
          exit codes: 0 done, 1 refused, 2 wrong call
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
        output.WriteLine(asked ? Words : $"NotifyHub does not know {first}.\n{Words}");
        return asked ? 0 : 2;
    }
}
