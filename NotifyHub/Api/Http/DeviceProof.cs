using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api.Http;

/// <summary>Marks a route about one device that a publishable key may call for its own device only, and checks that.</summary>
public sealed class DeviceProof
{
    /// <summary>Carries the device's token.</summary>
    public const string Header = "Device-Token";

    private DeviceProof()
    {
    }

    /// <summary>There is one.</summary>
    public static DeviceProof Instance { get; } = new();

    /// <summary>The device of the route, once the caller may speak for it. A server key may; an app's key ships in every copy of the app, so it must know the token.</summary>
    /// <exception cref="ProblemException">403: no proof was given.</exception>
    /// <exception cref="RefusedException">404: there is no such device, or it has another token.</exception>
    internal static async Task<long> RequireAsync(string dev, KeyCaller caller, HttpContext http, DeviceRegistry registry, CancellationToken cancel)
    {
        var device = WireId.Require(RowId.Device, dev);
        if (caller.Kind != ApiKeyKind.Publishable)
        {
            return device;
        }
        if (http.Request.Headers[Header] is not [{ Length: > 0 } token])
        {
            throw new ProblemException(Problems.DeviceProofRequired, $"With a publishable key, send the device's token (or its Web Push endpoint) in the header {Header}.");
        }
        return await registry.IsProofAsync(caller.ProjectId, device, token, cancel) ? device : throw WireId.NotFound(dev);
    }
}
