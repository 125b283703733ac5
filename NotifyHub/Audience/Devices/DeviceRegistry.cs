using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.People;
using NotifyHub.Audience.Topics;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Audience.Devices;

/// <summary>
/// Devices of a project: registered, rotated, revived, changed, deleted. A rotated token keeps the device's id and history; one token
/// belongs to one device at a time, and the last registration has it.
/// </summary>
public sealed class DeviceRegistry(IWriteGate gate, HubContexts contexts, HubIds ids, DeviceTokens tokens, DeviceAddressRules addresses, TimeProvider time)
{
    /// <summary>Registers: by (installation, provider) when an installation id is given, else by token.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="registration">What the app says.</param>
    /// <param name="once">Idempotency key of the request, if any.</param>
    /// <param name="cancel">Ends the wait; what is committed stays.</param>
    /// <exception cref="RefusedException">Fields are wrong, or <c>replaces</c> names a device that is not there.</exception>
    public async Task<RegisteredDevice> RegisterAsync(long projectId, DeviceRegistration registration, Once<RegisteredDevice>? once = null, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        DeviceChecks.Check(registration, faults);
        var address = ProviderNames.TryParse(registration.Provider, out var provider) ? addresses.Read(provider, registration, faults) : null;
        faults.ThrowIfAny();
        var hash = tokens.Hash(projectId, provider, address!.Token);
        return await gate.WriteAsync(ProjectScope.Of(projectId), async (db, session) =>
        {
            var now = time.GetUtcNow();
            var holder = await db.Devices.SingleOrDefaultAsync(d => d.ProjectId == projectId && d.Provider == provider && d.TokenHash == hash, cancel);
            var replaced = await FindReplacedAsync(db, projectId, provider, registration.Replaces, cancel);
            var device = await FindInstallationAsync(db, projectId, provider, registration.InstallationId, cancel) ?? holder ?? replaced;
            var isNew = device is null;
            if (device is null)
            {
                device = new Device { Id = ids.Next(), ProjectId = projectId, Provider = provider, SealedToken = [], TokenHash = [], TokenTail = "", CreatedAt = now };
                db.Devices.Add(device);
            }
            // The unique index on tokens would refuse two holders even within one statement batch, so whoever lets go is saved first.
            foreach (var other in new[] { holder, replaced }.OfType<Device>().Where(o => o != device).Distinct())
            {
                LetGo(session, other, "replaced", now);
                Insist(db, other);
                await db.SaveChangesAsync(cancel);
                // What the app itself replaces hands its topics on; whoever merely lost a token to another installation does not.
                await TopicBook.LeaveAsync(session, projectId, SubscriberKind.Device, other.Id, heir: other == replaced ? device.Id : null);
            }
            if (registration.UserId is { } user)
            {
                await PersonRows.EnsureAsync(session, ids, projectId, user, now);
            }
            if (!device.TokenHash.AsSpan().SequenceEqual(hash))
            {
                // A new token may live in the other environment: only what is said with it counts.
                device.Environment = null;
            }
            Apply(device, registration, now);
            SetAddress(device, address, hash);
            Insist(db, device);
            session.Changed(projectId, HubTables.Devices);
            var result = new RegisteredDevice(device.Id, isNew, device.CreatedAt, now);
            if (once is not null)
            {
                await once.RecordAsync(session, result, now);
            }
            return result;
        }, cancel);
    }

    /// <summary>One device; null when it is not of this project, or no device but another endpoint of a person.</summary>
    public async Task<Device?> FindAsync(long projectId, long deviceId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deviceId && d.Provider <= ProviderNames.LastPush, cancel);
    }

    /// <summary>Whether this is the device's token or endpoint: whoever knows it is the device, or stands for it.</summary>
    public async Task<bool> IsProofAsync(long projectId, long deviceId, string token, CancellationToken cancel = default) =>
        await FindAsync(projectId, deviceId, cancel) is { } device
        && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(device.TokenHash, tokens.Hash(projectId, device.Provider, token));

    /// <summary>Changes what the patch names; <paramref name="names"/> tells whether it names a member (null clears, absent leaves).</summary>
    /// <returns>The changed device; null when it is not of this project.</returns>
    /// <exception cref="RefusedException">Fields are wrong.</exception>
    public async Task<Device?> PatchAsync(long projectId, long deviceId, DevicePatch patch, Func<string, bool> names, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        DeviceChecks.Check(patch, faults);
        faults.ThrowIfAny();
        return await gate.WriteAsync(ProjectScope.Of(projectId), async (db, session) =>
        {
            var device = await db.Devices.SingleOrDefaultAsync(d => d.Id == deviceId && d.Provider <= ProviderNames.LastPush, cancel);
            if (device is not null)
            {
                device.UserId = names("userId") ? patch.UserId : device.UserId;
                device.FingerprintHex = names("userFingerprintHex") ? patch.UserFingerprintHex?.ToLowerInvariant() : device.FingerprintHex;
                device.Locale = names("locale") ? patch.Locale : device.Locale;
                device.TimeZone = names("timezone") ? patch.Timezone : device.TimeZone;
                device.AppVersion = names("appVersion") ? patch.AppVersion : device.AppVersion;
                device.OsVersion = names("osVersion") ? patch.OsVersion : device.OsVersion;
                device.Permission = names("permission") ? patch.Permission : device.Permission;
                device.Metadata = names("metadata") ? Json(patch.Metadata) : device.Metadata;
                device.Traits = names("traits") ? Json(patch.Traits) : device.Traits;
                device.UpdatedAt = time.GetUtcNow();
                if (names("userId") && patch.UserId is { } user)
                {
                    await PersonRows.EnsureAsync(session, ids, projectId, user, device.UpdatedAt);
                }
                session.Changed(projectId, HubTables.Devices);
            }
            return device;
        }, cancel);
    }

    /// <summary>Forgets the token and retires the device; what was sent to it keeps its history. Nothing to do is fine.</summary>
    public Task DeleteAsync(long projectId, long deviceId, CancellationToken cancel = default) =>
        gate.WriteAsync(ProjectScope.Of(projectId), async (db, session) =>
        {
            if (await db.Devices.SingleOrDefaultAsync(d => d.Id == deviceId && d.Provider <= ProviderNames.LastPush, cancel) is { } device)
            {
                LetGo(session, device, "deleted", time.GetUtcNow());
                Insist(db, device);
                await TopicBook.LeaveAsync(session, projectId, SubscriberKind.Device, device.Id);
                session.Changed(projectId, HubTables.Devices);
            }
            return true;
        }, cancel);

    private static async Task<Device?> FindInstallationAsync(HubDb db, long projectId, ProviderKind provider, string? installation, CancellationToken cancel) =>
        installation is null ? null : await db.Devices.SingleOrDefaultAsync(d => d.ProjectId == projectId && d.InstallationId == installation && d.Provider == provider, cancel);

    private async Task<Device?> FindReplacedAsync(HubDb db, long projectId, ProviderKind provider, string? replaces, CancellationToken cancel)
    {
        if (replaces is null)
        {
            return null;
        }
        if (RowId.TryParse(RowId.Device, replaces, out var id))
        {
            return await db.Devices.SingleOrDefaultAsync(d => d.Id == id && d.Provider == provider, cancel)
                ?? throw new RefusedException(RefusalCode.UnknownDevice, "replaces names a device that is not in this project.") { Faults = [new Fault("/replaces", RefusalCode.UnknownDevice, "No such device.")] };
        }
        // An old token or endpoint may well be forgotten already: then there is nothing to replace.
        var hash = tokens.Hash(projectId, provider, replaces);
        return await db.Devices.SingleOrDefaultAsync(d => d.ProjectId == projectId && d.Provider == provider && d.TokenHash == hash, cancel);
    }

    private static void Apply(Device device, DeviceRegistration told, DateTimeOffset now)
    {
        device.Environment = told.Environment ?? device.Environment;
        device.InstallationId = told.InstallationId ?? device.InstallationId;
        device.UserId = told.UserId ?? device.UserId;
        device.FingerprintHex = told.UserFingerprintHex?.ToLowerInvariant() ?? device.FingerprintHex;
        device.Platform = told.Platform ?? device.Platform;
        device.Locale = told.Locale ?? device.Locale;
        device.TimeZone = told.Timezone ?? device.TimeZone;
        device.AppVersion = told.AppVersion ?? device.AppVersion;
        device.OsVersion = told.OsVersion ?? device.OsVersion;
        device.Model = told.Model ?? device.Model;
        device.Permission = told.Permission ?? device.Permission;
        device.Metadata = Json(told.Metadata) ?? device.Metadata;
        device.Traits = Json(told.Traits) ?? device.Traits;
        device.Status = DeviceStatus.Active;
        device.RetiredReason = null;
        device.RetiredAt = null;
        device.QuarantinedAt = null;
        device.QuarantineReason = null;
        device.SlowUntil = null;
        device.RegisteredAt = now;
        device.LastSeenAt = now;
        device.UpdatedAt = now;
    }

    private void SetAddress(Device device, DeviceAddress address, byte[] hash)
    {
        device.TokenHash = hash;
        device.SealedToken = tokens.Seal(device.ProjectId, device.Id, address);
        device.TokenTail = DeviceTokens.Tail(address.Token);
    }

    private void LetGo(WriteSession session, Device device, string reason, DateTimeOffset now)
    {
        if (device.Status != DeviceStatus.Retired)
        {
            session.Happened(new HubFact(FactKind.DeviceRetired, device.ProjectId, device.Id));
        }
        device.SealedToken = [];
        device.TokenHash = tokens.Forgotten(device.ProjectId, device.Provider, device.Id);
        device.TokenTail = "";
        device.InstallationId = null;
        device.Status = DeviceStatus.Retired;
        device.RetiredReason = reason;
        device.RetiredAt = now;
        device.QuarantinedAt = null;
        device.QuarantineReason = null;
        device.UpdatedAt = now;
    }

    // What was read may have changed by now: where several write at once, a report of the old token's death may retire the row between our look and our
    // word, and a status that looks as it should would not be written at all.
    private static void Insist(HubDb db, Device device)
    {
        var row = db.Entry(device);
        if (row.State != EntityState.Added)
        {
            foreach (var column in new[] { nameof(Device.Status), nameof(Device.RetiredReason), nameof(Device.RetiredAt), nameof(Device.QuarantinedAt), nameof(Device.QuarantineReason), nameof(Device.SlowUntil) })
            {
                row.Property(column).IsModified = true;
            }
        }
    }

    private static string? Json(JsonObject? value) => value?.ToJsonString();
}
