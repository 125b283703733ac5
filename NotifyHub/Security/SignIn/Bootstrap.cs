using Microsoft.Extensions.Options;

namespace NotifyHub.Security.SignIn;

/// <summary>Makes the owner, the project and the server key that the settings name, on an empty database; on any other it only warns.</summary>
public sealed class Bootstrap(FirstOwner first, IOptions<BootstrapOptions> options, ILogger<Bootstrap> log)
{
    /// <summary>Call once at start, after the secrets are open.</summary>
    /// <exception cref="InvalidOperationException">The settings can't be used; every fault is named.</exception>
    public async Task RunAsync(CancellationToken cancel = default)
    {
        var given = options.Value;
        if (!given.IsGiven)
        {
            return;
        }
        if (!await first.IsOpenAsync(cancel))
        {
            log.LogWarning("NotifyHub:Bootstrap is ignored: this database has accounts already.");
            return;
        }
        var owner = new OwnerSpec(given.OwnerEmail, given.OwnerEmail.Split('@')[0], given.OwnerPassword, given.Project, given.ServerKey is { Length: > 0 } key ? key : null) { TakesWeakPassword = true };
        foreach (var weakness in await first.WeaknessesAsync(given.OwnerPassword))
        {
            log.LogWarning("NotifyHub:Bootstrap:OwnerPassword is weak: {Weakness}", weakness);
        }
        var result = await first.CreateAsync(owner, "system", ip: null, cancel);
        if (result.Problems.Count > 0)
        {
            throw new InvalidOperationException($"NotifyHub:Bootstrap can't be used: {string.Join(" ", result.Problems.Select(p => $"{p.Field}: {p.Message}"))}");
        }
        log.LogInformation("First start: owner, project {Project} and {Keys} server key were made from NotifyHub:Bootstrap.", given.Project, given.ServerKey.Length > 0 ? "a" : "no");
    }
}
