using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.People;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Devices;

/// <summary>A person's own devices, looked after by themselves: phones that their app registered, and browsers in which they turned pushes on.</summary>
public sealed class OwnDevices(HubContexts contexts, DeviceRegistry registry)
{
    /// <summary>Most that are shown.</summary>
    public const int Most = 100;

    /// <summary>Those that pushes go to, the one that was seen last first.</summary>
    public async Task<IReadOnlyList<Device>> ListAsync(PersonCaller person, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(person.ProjectId));
        return await Query(db, person).ToListAsync(cancel);
    }

    /// <summary>Registers one as the person's.</summary>
    /// <exception cref="RefusedException">Fields are wrong, or it names what only a server may say.</exception>
    public async Task<RegisteredDevice> RegisterAsync(PersonCaller person, DeviceRegistration device, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        if (device.UserId is { } user && user != person.UserId)
        {
            faults.Add("/userId", "not_allowed", "A device that you register is yours.");
        }
        if (device.UserFingerprintHex is not null)
        {
            faults.Add("/userFingerprintHex", "not_allowed", "This needs a server key.");
        }
        if (device.Traits is not null)
        {
            faults.Add("/traits", "not_allowed", "This needs a server key.");
        }
        // A device's id is no secret; an old token or endpoint is proof.
        if (RowId.TryParse(RowId.Device, device.Replaces, out var replaced) && (await registry.FindAsync(person.ProjectId, replaced, cancel))?.UserId != person.UserId)
        {
            faults.Add("/replaces", "not_allowed", "You have no such device.");
        }
        faults.ThrowIfAny();
        return await registry.RegisterAsync(person.ProjectId, device with { UserId = person.UserId }, cancel: cancel);
    }

    /// <summary>Forgets the token and retires the device. Nothing happens when it is not theirs.</summary>
    public async Task DeleteAsync(PersonCaller person, long deviceId, CancellationToken cancel = default)
    {
        if ((await registry.FindAsync(person.ProjectId, deviceId, cancel))?.UserId == person.UserId)
        {
            await registry.DeleteAsync(person.ProjectId, deviceId, cancel);
        }
    }

    internal static IQueryable<Device> Query(HubDb db, PersonCaller person) => db.Devices.AsNoTracking()
        .Where(d => d.ProjectId == person.ProjectId && d.UserId == person.UserId && d.Provider <= ProviderNames.LastPush && d.Status != DeviceStatus.Retired)
        .OrderByDescending(d => d.LastSeenAt).Take(Most);
}
