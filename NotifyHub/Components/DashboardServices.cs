using Radzen;

namespace NotifyHub.Components;

/// <summary>The face for people.</summary>
public static class DashboardServices
{
    /// <summary>Blazor Server and its component library.</summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddCascadingAuthenticationState();
        return services;
    }

    /// <summary>Static files and pages.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
