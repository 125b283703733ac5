using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.People;
using NotifyHub.Data.Rows;

namespace NotifyHub.Api;

/// <summary>A person's own devices.</summary>
internal static class OwnDeviceEndpoints
{
    public static void MapOwnDevices(this IEndpointRouteBuilder routes)
    {
        var devices = routes.MapApiGroup("/devices").WithTags("Devices").RequirePerson();
        devices.MapGet("", ListAsync).WithName("listOwnDevices").WithSummary("One's own devices that pushes go to, at most 100, the one that was seen last first.").Example(null, 200, Examples.OwnDevices);
        devices.MapPost("", RegisterAsync).WithName("registerOwnDevice").WithSummary("Registers a phone or browser as one's own, or refreshes it.")
            .WithDescription("As POST /v1/push/tokens; the user is who calls. What needs a server key there is refused here.")
            .Refuses(Problems.EndpointNotAllowed).Example(Examples.Register, 200, Examples.Registered);
        devices.MapDelete("/{dev}", DeleteAsync).WithName("deleteOwnDevice").WithSummary("Forgets the token and retires the device; always 204.").Example(null, 204, null);
    }

    private static async Task<Ok<OwnDeviceList>> ListAsync(PersonCaller caller, OwnDevices devices, CancellationToken cancel) =>
        TypedResults.Ok(new OwnDeviceList([.. (await devices.ListAsync(caller, cancel)).Select(DeviceAnswer.From)]));

    private static async Task<Ok<RegistrationAnswer>> RegisterAsync(JsonBody<DeviceRegistration> body, PersonCaller caller, OwnDevices devices, CancellationToken cancel) =>
        TypedResults.Ok(RegistrationAnswer.From(await devices.RegisterAsync(caller, body.Value, cancel)));

    private static async Task<NoContent> DeleteAsync(string dev, PersonCaller caller, OwnDevices devices, CancellationToken cancel)
    {
        if (RowId.TryParse(RowId.Device, dev, out var id))
        {
            await devices.DeleteAsync(caller, id, cancel);
        }
        return TypedResults.NoContent();
    }
}
