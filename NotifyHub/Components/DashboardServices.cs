using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using NotifyHub.Components.Pages.Campaigns;
using NotifyHub.Components.Pages.DeadLetters;
using NotifyHub.Components.Pages.People;
using NotifyHub.Components.Pages.Sends;
using NotifyHub.Team;
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
        // Nothing but pages knows of teams.
        return services.AddTeam();
    }

    /// <summary>A page, not an empty answer, when an address is unknown or a page could not be made. Machines get their own answers.</summary>
    public static void UseDashboardFaults(this WebApplication app)
    {
        // On the app itself: a branch (UseWhen) does not route anew, and the second run would find no page.
        app.UseExceptionHandler("/fault", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (!IsForPeople(context) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }
            return next(context);
        });
    }

    /// <summary>Static files, pages, and the files that pages offer.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        app.UseAntiforgery();
        app.UseFreshForms();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/campaigns/{id}/report.csv", CampaignExport.DownloadAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/dead-letters/export.csv", DeadLettersExport.DownloadAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/people/export.json", PersonDownload.DownloadAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/sends/export.csv", SendsExport.DownloadAsync).RequireAuthorization().ExcludeFromDescription();
        // The response headers say who may frame a page, for every page; Blazor's own header would be a second one.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    // A form that lay open while another tab signed in or out belongs to who was there before: it is shown anew instead of an empty 400.
    private static void UseFreshForms(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            context.Response.Redirect(context.Request.PathBase + context.Request.Path + context.Request.QueryString);
            return Task.CompletedTask;
        }
        return next(context);
    });

    private static bool IsForPeople(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
