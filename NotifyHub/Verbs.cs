using NotifyHub.Cli;
using NotifyHub.Sandbox;

namespace NotifyHub;

/// <summary>What the executable does beside serving.</summary>
public static class Verbs
{
    /// <summary>Runs the verb in front; null when the app shall run.</summary>
    public static async Task<int?> RunAsync(string[] args) => args switch
    {
        ["sandbox", ..] => await SandboxCommand.RunAsync(args),
        ["migrate", ..] => await MigrateCommand.RunAsync(args, Console.Out, Console.Error),
        _ when LocalVerbs.Knows(args) => await LocalVerbs.RunAsync(args, Console.Out, Console.Error),
        _ when RemoteVerbs.Knows(args) => await RemoteVerbs.RunAsync(args, Console.Out, Console.Error),
        _ => Usage.Stop(args, Console.Error),
    };
}
