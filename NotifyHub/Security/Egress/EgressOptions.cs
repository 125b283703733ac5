using Microsoft.Extensions.Options;

namespace NotifyHub.Security.Egress;

/// <summary>What may be reached though it is private. Section <c>NotifyHub:Egress</c>.</summary>
public sealed class EgressOptions
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Egress";

    /// <summary>Hosts that skip the block list and may be reached over http: <c>host</c>, <c>host:port</c>, an address, <c>address:port</c> or a CIDR block. Empty in Production.</summary>
    public IList<string> AllowedHosts { get; init; } = [];
}

internal sealed class EgressOptionsValidator : IValidateOptions<EgressOptions>
{
    public ValidateOptionsResult Validate(string? name, EgressOptions options)
    {
        var faults = options.AllowedHosts
            .Select((entry, i) => (entry, i))
            .Where(e => AllowedHost.Parse(e.entry) is null)
            .Select(e => $"{EgressOptions.Section}:AllowedHosts:{e.i} is '{e.entry}'; a host, host:port, address or CIDR block is needed.")
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
