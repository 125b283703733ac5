using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Protection;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery.Protection;

/// <summary>What the tests of protection ask of a rig.</summary>
internal static class GuardedRig
{
    public static readonly ProviderOutcome Accepted = new(OutcomeKind.Accepted) { Status = 200 };
    public static readonly ProviderOutcome Down = new(OutcomeKind.Retry) { Status = 503, Code = "ServiceUnavailable" };
    public static readonly ProviderOutcome Dead = new(OutcomeKind.TokenDead) { Status = 400, Code = "BadDeviceToken" };

    /// <summary>A rig on a clock that stands still, with an account at APNs.</summary>
    public static async Task<(DeliveryRig Rig, ManualTime Time)> OpenAsync(int inFlight = 200, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var time = new ManualTime();
        var rig = await DeliveryRig.OpenAsync(time, inFlight: inFlight, settings: settings);
        await rig.CredentialAsync(ProviderKind.Apns);
        return (rig, time);
    }

    public static SendingGuard Guard(this DeliveryRig rig) => rig.Services.GetRequiredService<SendingGuard>();

    public static ProviderControl Control(this DeliveryRig rig) => rig.Services.GetRequiredService<ProviderControl>();

    public static async Task<List<Device>> DevicesAsync(this DeliveryRig rig, int count, ProviderKind provider = ProviderKind.Apns, long projectId = DeliveryRig.ProjectId)
    {
        var devices = new List<Device>(count);
        for (var i = 0; i < count; i++)
        {
            devices.Add(await rig.DeviceAsync(provider, projectId));
        }
        return devices;
    }

    /// <summary>The pair's row, as soon as a commit left it as asked.</summary>
    public static async Task<ProviderState> StateAsync(this DeliveryRig rig, Func<ProviderState, bool> fits, ProviderKind provider = ProviderKind.Apns)
    {
        ProviderState? found = null;
        await rig.UntilAsync(async () => (found = await rig.ReadAsync(db => db.ProviderStates.AsNoTracking().SingleOrDefaultAsync(s => s.ProjectId == DeliveryRig.ProjectId && s.Provider == provider))) is { } state && fits(state));
        return found!;
    }

    public static Task<Alert?> OpenAlertAsync(this DeliveryRig rig, AlertKind kind) =>
        rig.ReadAsync(db => db.Alerts.AsNoTracking().SingleOrDefaultAsync(a => a.Kind == kind && a.ResolvedAt == null));

    public static Task<int> DeviceCountAsync(this DeliveryRig rig, DeviceStatus status) => rig.ReadAsync(db => db.Devices.CountAsync(d => d.Status == status));

    /// <summary>A row for the project, so that it can have settings of its own.</summary>
    public static Task ProjectAsync(this DeliveryRig rig, long id = DeliveryRig.ProjectId, string? settings = null) => rig.Gate.WriteAsync(ProjectScope.Of(id), (db, _) =>
    {
        db.Projects.Add(new Project { Id = id, Name = $"Project {id}", CreatedAt = rig.Time.GetUtcNow(), DeliverySettings = settings });
        return Task.FromResult(0);
    });
}
