using Microsoft.Extensions.Options;

namespace NotifyHub.Alerts;

/// <summary>When something becomes an alert, where a project says nothing else. Section <c>NotifyHub:Alerts</c>.</summary>
public sealed class AlertingOptions
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Alerts";

    /// <summary>Seconds that a send may be overdue, 10 to 86400. The alert ends below half of it.</summary>
    public int BacklogSeconds { get; init; } = 300;

    /// <summary>Megabytes free on the data folder's disk below which the store is in danger, 0 to 1000000; 0 switches this off.</summary>
    public int DiskFreeMegabytes { get; init; } = 500;

    /// <summary>E-mail addresses told of what concerns the whole installation: jobs, nodes, store.</summary>
    public IList<string> Operators { get; init; } = [];
}

internal sealed class AlertingOptionsValidator : IValidateOptions<AlertingOptions>
{
    public ValidateOptionsResult Validate(string? name, AlertingOptions options)
    {
        var faults = options.Operators.Select((address, i) => (address, i)).Where(o => AlertAddresses.WhyRefused(o.address) is not null)
            .Select(o => $"{AlertingOptions.Section}:Operators:{o.i} is no e-mail address.").ToList();
        if (options.BacklogSeconds is < 10 or > 86400)
        {
            faults.Add($"{AlertingOptions.Section}:BacklogSeconds must be 10 to 86400.");
        }
        if (options.DiskFreeMegabytes is < 0 or > 1_000_000)
        {
            faults.Add($"{AlertingOptions.Section}:DiskFreeMegabytes must be 0 to 1000000.");
        }
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
