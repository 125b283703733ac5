using Microsoft.Extensions.Options;

namespace NotifyHub.Data.Nodes;

/// <summary>Registers this process among the nodes.</summary>
public static class NodeServices
{
    /// <summary>Reads --role from the command line; call it before anything asks for the role.</summary>
    public static void UseRoleSwitch(this IConfigurationManager configuration, string[] args) =>
        configuration.AddCommandLine(args, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["--role"] = "NotifyHub:Role" });

    /// <summary>The role, before the services exist; All when it is no role, which is refused a moment later.</summary>
    public static NodeRole Role(this IConfiguration configuration) =>
        configuration["NotifyHub:Role"] is { } role && NodeOptions.IsRole(role) ? Enum.Parse<NodeRole>(role, ignoreCase: true) : NodeRole.All;

    /// <summary>Options, clock, registry, heartbeat.</summary>
    internal static IServiceCollection AddNodes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NodeOptions>().Configure(options =>
        {
            configuration.GetSection("NotifyHub:Nodes").Bind(options);
            options.Role = configuration["NotifyHub:Role"] ?? options.Role;
        }).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NodeOptions>, NodeOptionsValidator>();
        services.AddSingleton<HubClock>();
        services.AddSingleton<HubNodes>();
        services.AddHostedService<NodeHeartbeat>();
        return services;
    }
}
