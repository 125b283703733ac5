namespace NotifyHub.Pipeline.Channels.Push.Credentials;

/// <summary>Registers the vendors' accounts of the projects.</summary>
public static class CredentialServices
{
    /// <summary>Storing, probing, activating and using provider credentials.</summary>
    public static IServiceCollection AddCredentials(this IServiceCollection services)
    {
        services.AddSingleton<ActiveCredentials>();
        services.AddSingleton<CredentialSwitch>();
        services.AddSingleton<CredentialVault>();
        return services;
    }
}
