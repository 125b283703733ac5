using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>Devices: registered by apps, looked after by servers.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        var devices = routes.MapApiGroup("/push/tokens").WithTags("Devices");
        devices.MapPost("", RegisterAsync).RequireKey(ApiScopes.Devices, publishable: true).Idempotent()
            .WithName("registerDevice").WithSummary("Registers a device, refreshes it, or gives it its new token.")
            .WithDescription("By installation and provider when installationId is given, else by token: a rotated token keeps the device's id and history, and a retired device comes back. A publishable key may not say whose device it is.")
            .Refuses(Problems.EndpointNotAllowed, Problems.UserProofRequired, Problems.UnknownDevice)
            .Example(Examples.Register, 200, Examples.Registered);
        devices.MapGet("/{dev}", GetAsync).RequireKey(ApiScopes.Devices)
            .WithName("getDevice").WithSummary("Shows a device, without its token.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Device);
        devices.MapPatch("/{dev}", PatchAsync).RequireKey(ApiScopes.Devices)
            .WithName("changeDevice").WithSummary("Changes what is given; null clears, absent leaves.")
            .Refuses(Problems.NotFound).Example(Examples.Patch, 200, Examples.Device);
        devices.MapDelete("/{dev}", DeleteAsync).RequireKey(ApiScopes.Devices)
            .WithName("deleteDevice").WithSummary("Forgets the token and retires the device; always 204.")
            .Example(null, 204, null);
    }

    private static async Task<Ok<RegistrationAnswer>> RegisterAsync(JsonBody<DeviceRegistration> body, KeyCaller caller, DeviceRegistry registry, CancellationToken cancel)
    {
        // Else anybody with the app's key could have another person's notifications sent to a device of his own.
        if (caller.Kind == ApiKeyKind.Publishable && (body.Value.UserId ?? body.Value.UserFingerprintHex ?? (object?)body.Value.Traits) is not null)
        {
            throw new ProblemException(Problems.UserProofRequired, "userId, userFingerprintHex and traits need a server key.");
        }
        // A device's id is no secret: with it alone anybody could take the device, and what is sent to it, over. The old token is proof.
        if (caller.Kind == ApiKeyKind.Publishable && RowId.TryParse(RowId.Device, body.Value.Replaces, out _))
        {
            throw new ProblemException(Problems.UserProofRequired, "With a publishable key, replaces is the old token or endpoint; a device id needs a server key.");
        }
        var device = await registry.RegisterAsync(caller.ProjectId, body.Value, body.Once<RegisteredDevice, RegistrationAnswer>(StatusCodes.Status200OK, RegistrationAnswer.From), cancel);
        return TypedResults.Ok(RegistrationAnswer.From(device));
    }

    private static async Task<Ok<DeviceAnswer>> GetAsync(string dev, KeyCaller caller, DeviceRegistry registry, CancellationToken cancel) =>
        TypedResults.Ok(DeviceAnswer.From(await registry.FindAsync(caller.ProjectId, WireId.Require(RowId.Device, dev), cancel) ?? throw WireId.NotFound(dev)));

    private static async Task<Ok<DeviceAnswer>> PatchAsync(string dev, JsonBody<DevicePatch> body, KeyCaller caller, DeviceRegistry registry, CancellationToken cancel) =>
        TypedResults.Ok(DeviceAnswer.From(await registry.PatchAsync(caller.ProjectId, WireId.Require(RowId.Device, dev), body.Value, body.Names, cancel) ?? throw WireId.NotFound(dev)));

    private static async Task<NoContent> DeleteAsync(string dev, KeyCaller caller, DeviceRegistry registry, CancellationToken cancel)
    {
        if (RowId.TryParse(RowId.Device, dev, out var id))
        {
            await registry.DeleteAsync(caller.ProjectId, id, cancel);
        }
        return TypedResults.NoContent();
    }
}
