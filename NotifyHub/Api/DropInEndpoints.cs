using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>Paths at which existing apps register their tokens already: they change the base address and the key, and nothing else.</summary>
internal static class DropInEndpoints
{
    /// <summary>Where these paths begin.</summary>
    public const string Root = "/api/push";

    public static void MapDropIn(this IEndpointRouteBuilder routes)
    {
        var paths = routes.MapGroup(Root).AddEndpointFilter<RouteGroupBuilder, UnknownQueryFilter>().WithTags("Existing apps").RequireKey(ApiScopes.Devices, publishable: true);
        paths.MapPost("/apns/", ApnsAsync).Registers("registerApnsToken", "APNs");
        paths.MapPost("/gcm/", FcmAsync).Registers("registerGcmToken", "Firebase");
    }

    private static void Registers(this RouteHandlerBuilder route, string name, string vendor) => route.Idempotent()
        .WithName(name).WithSummary($"Registers a token of {vendor}, as existing apps do.")
        .WithDescription("The same as POST /v1/push/tokens with device_id as installationId. active: false forgets the token. user_id needs a server key.")
        .Refuses(Problems.UserProofRequired).Example(Examples.DropIn, 200, Examples.DroppedIn);

    private static Task<Ok<DropInAnswer>> ApnsAsync(JsonBody<DropInRequest> body, KeyCaller caller, DeviceRegistry registry, CancellationToken cancel) =>
        RegisterAsync(ProviderKind.Apns, body, caller, registry, cancel);

    private static Task<Ok<DropInAnswer>> FcmAsync(JsonBody<DropInRequest> body, KeyCaller caller, DeviceRegistry registry, CancellationToken cancel) =>
        RegisterAsync(ProviderKind.Fcm, body, caller, registry, cancel);

    private static async Task<Ok<DropInAnswer>> RegisterAsync(ProviderKind provider, JsonBody<DropInRequest> body, KeyCaller caller, DeviceRegistry registry, CancellationToken cancel)
    {
        var told = body.Value;
        if (caller.Kind == ApiKeyKind.Publishable && told.UserId is not null)
        {
            throw new ProblemException(Problems.UserProofRequired, "user_id needs a server key.");
        }
        var isActive = told.Active ?? true;
        var registration = new DeviceRegistration { Provider = provider.Wire(), Token = told.RegistrationId, InstallationId = told.DeviceId, UserId = told.UserId };
        try
        {
            var device = await registry.RegisterAsync(
                caller.ProjectId, registration, isActive ? body.Once<RegisteredDevice, DropInAnswer>(StatusCodes.Status200OK, made => DropInAnswer.From(made, told.DeviceId, isActive)) : null, cancel);
            if (!isActive)
            {
                await registry.DeleteAsync(caller.ProjectId, device.Id, cancel);
            }
            return TypedResults.Ok(DropInAnswer.From(device, told.DeviceId, isActive));
        }
        catch (RefusedException refused)
        {
            throw new RefusedException(refused.Code, refused.Message) { Faults = [.. refused.Faults.Select(fault => fault with { Pointer = DropInAnswer.NameOf(fault.Pointer) })] };
        }
    }
}
