using Microsoft.Extensions.Options;
using NotifyHub.Data;

namespace NotifyHub;

/// <summary>A start that can't succeed says why in words and ends with 1; the platform would print a stack trace and dump core.</summary>
public static class StartFaults
{
    /// <summary>Call first. Faults that are not the operator's to mend keep their stack trace.</summary>
    public static void TellInWords() => AppDomain.CurrentDomain.UnhandledException += (_, fault) =>
    {
        if (Words(fault.ExceptionObject) is { } words)
        {
            Console.Error.WriteLine($"NotifyHub can't start:\n  {string.Join("\n  ", words)}");
            Environment.Exit(1);
        }
    };

    /// <summary>What to tell the operator, a line for each fault; null for anything that is not his.</summary>
    public static IReadOnlyList<string>? Words(object fault) => fault switch
    {
        AggregateException many when many.InnerExceptions.All(f => Words(f) is not null) => [.. many.InnerExceptions.SelectMany(f => Words(f)!)],
        OptionsValidationException wrong => [.. wrong.Failures],
        StartRefusedException refused => [refused.Message],
        // A setting that is no number, time or the like; the message names its key.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unreadable => [unreadable.Message],
        _ => null,
    };
}
