using Microsoft.Extensions.Options;

namespace NotifyHub.Sandbox.Demo;

/// <summary>The demo's access, once it is open; null when there is no demo.</summary>
internal sealed class DemoStage
{
    public DemoAccess? Access { get; set; }
}

/// <summary>The demo of Development.</summary>
public static class DemoServices
{
    /// <summary>Registers it; it needs the sandbox.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration, SandboxHost? sandbox)
    {
        services.AddOptions<DemoOptions>().Bind(configuration.GetSection("NotifyHub:Demo"));
        services.AddSingleton<DemoStage>();
        if (sandbox is not null)
        {
            services.AddScoped<DemoProject>();
            services.AddHostedService<DemoPlay>();
        }
        return services;
    }

    /// <summary>Makes the demo project if it is wanted and nobody owns the installation yet. After the security is open, before the app runs.</summary>
    public static async Task OpenDemoAsync(this WebApplication app)
    {
        var wanted = app.Services.GetRequiredService<IOptions<DemoOptions>>().Value.Enabled ?? app.Environment.IsDevelopment();
        await using var scope = app.Services.CreateAsyncScope();
        if (wanted && scope.ServiceProvider.GetService<DemoProject>() is { } project)
        {
            app.Services.GetRequiredService<DemoStage>().Access = await project.OpenAsync();
        }
    }
}
