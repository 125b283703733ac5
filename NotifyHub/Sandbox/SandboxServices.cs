using Microsoft.Extensions.Options;
using NotifyHub.Data;

namespace NotifyHub.Sandbox;

/// <summary>Puts a sandbox beside the app.</summary>
public static class SandboxServices
{
    /// <summary>
    /// Starts the sandbox when configuration asks for it (in Development when nothing is said), and points the providers at it unless they were pointed elsewhere.
    /// Runs before the app is built, because its ports may be any free ones. Null when it is off.
    /// </summary>
    /// <exception cref="OptionsValidationException">A setting is out of range.</exception>
    public static async Task<SandboxHost?> StartSandboxIfEnabledAsync(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(SandboxOptions.Section).Get<SandboxOptions>() ?? new SandboxOptions();
        if (!(options.Enabled ?? builder.Environment.IsDevelopment()))
        {
            return null;
        }

        if (options.Faults().ToList() is { Count: > 0 } faults)
        {
            throw new OptionsValidationException(SandboxOptions.Section, typeof(SandboxOptions), faults);
        }

        // The first to write into the data folder makes it, and only its owner may enter.
        var data = Path.GetFullPath(builder.Configuration["NotifyHub:DataDirectory"] ?? "data", builder.Environment.ContentRootPath);
        PrivateFolder.Make(data);

        // "Now listening on" is the app's to say: people and scripts read its address there.
        var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole()
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning));
        var sandbox = await SandboxHost.StartAsync(
            new SandboxSetup
            {
                Port = options.Port,
                Http2Port = options.Http2Port,
                MayMove = builder.Environment.IsDevelopment(),
                Folder = Path.Combine(data, "sandbox"),
            },
            loggers);
        SandboxDirections.Give(builder.Configuration, sandbox.Addresses);
        return sandbox;
    }

    /// <summary>Makes the sandbox known to its page and the demo, and stops it with the app.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="sandbox">Null when it is off.</param>
    public static IServiceCollection AddSandbox(this IServiceCollection services, SandboxHost? sandbox)
    {
        services.AddSingleton(new SandboxAccess(sandbox));
        if (sandbox is not null)
        {
            services.AddSingleton(_ => sandbox);
            services.AddSingleton(sandbox.Phones);
            services.AddSingleton(sandbox.Credentials);
            services.AddHostedService<SandboxLifetime>();
        }

        return services;
    }
}
