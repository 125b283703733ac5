using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotifyHub.Api.ExpoDropIn;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Api;

/// <summary>The face for machines.</summary>
public static class ApiServices
{
    /// <summary>Where the API's routes begin.</summary>
    public const string Root = "/v1";

    /// <summary>What the routes need beside the stages.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AdmissionOptions>().Bind(configuration.GetSection("NotifyHub:Limits"))
            .Validate(o => o.Writes is >= 8 and <= 100_000, "NotifyHub:Limits:Writes must be 8 to 100000.")
            .ValidateOnStart();
        services.AddSingleton<IdempotencyLedger>();
        services.AddExplain();
        services.AddSingleton<ExpoDispatch>();
        services.Configure<KestrelServerOptions>(ServerLimits.Apply);
        services.ConfigureHttpJsonOptions(options => StrictJson.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services.AddContract();
    }

    /// <summary>Manners of the API (request ids, problems, keys), then its routes.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.UseWhen(context => IsApi(context.Request.Path), api =>
        {
            api.Use(RequestSpan.NameAsync);
            api.Use(RequestIds.StampAsync);
            api.UseMiddleware<RequestLogMiddleware>();
            api.UseMiddleware<ProblemMiddleware>();
            api.UseMiddleware<CorsMiddleware>();
            api.UseMiddleware<KeyMiddleware>();
            api.UseMiddleware<PersonMiddleware>();
            api.UseMiddleware<AdmissionMiddleware>();
        });
        app.UseContractPage();
        app.MapContract();
        app.MapGet(ErrorPage.Path, ErrorPage.Get).AllowAnonymous().ExcludeFromDescription();
        app.MapHealth();
        app.MapSend();
        app.MapActions();
        app.MapTemplates();
        app.MapExpo();
        app.MapDevices();
        app.MapDropIn();
        app.MapTopics();
        app.MapUsers();
        app.MapPreferences();
        app.MapReminders();
        app.MapUnsubscribe();
        app.MapMail();
        app.MapDeliveries();
        app.MapLists();
        app.MapNotifications();
        app.MapSegments();
        app.MapTypes();
        app.MapUserTokens();
        app.MapInbox();
        app.MapMe();
        app.MapOwnDevices();
        app.MapExplain();
        app.MapSchedules();
        app.MapCampaigns();
        app.MapFeedback();
        app.MapEvents();
        app.MapCredentials();
        app.MapProviderHealth();
        app.MapPolicy();
        app.MapProject();
        app.MapDeadLetters();
        app.MapAlerts();
        app.MapWebhooks();
        app.MapOrigins();
        app.MapJobs();
    }

    private static bool IsApi(PathString path) =>
        path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments(DropInEndpoints.Root, StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments(ExpoEndpoints.Root, StringComparison.OrdinalIgnoreCase);

    /// <summary>A group of routes below <see cref="Root"/> with the API's manners.</summary>
    public static RouteGroupBuilder MapApiGroup(this IEndpointRouteBuilder routes, string prefix = "") =>
        routes.MapGroup(Root + prefix).AddEndpointFilter<RouteGroupBuilder, UnknownQueryFilter>();
}
