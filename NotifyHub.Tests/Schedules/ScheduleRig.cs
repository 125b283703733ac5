using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Schedules;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Egress;
using NotifyHub.Security.Secrets;
using NotifyHub.Tests.Alerts;
using NotifyHub.Tests.Support;
using NotifyHub.Types;

namespace NotifyHub.Tests.Schedules;

/// <summary>Schedules over a real store, on a clock that the test moves; nothing runs by itself.</summary>
internal sealed class ScheduleRig : IAsyncDisposable
{
    public const long Project = 1;
    private readonly List<ServiceProvider> _nodes = [];

    public required TempStore Store { get; init; }
    public ManualTime Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 4, 0, 0, TimeSpan.Zero));
    public SendSchedules Schedules => Node.GetRequiredService<SendSchedules>();
    public ServiceProvider Node => _nodes[0];

    public static async Task<ScheduleRig> OpenAsync()
    {
        var rig = new ScheduleRig { Store = await TempStore.OpenAsync() };
        rig.AddNode();
        await rig.Store.Gate.WriteAsync(ProjectScope.Of(Project), (db, _) =>
        {
            db.Projects.Add(new Project { Id = Project, Name = "Test", TimeZone = "Europe/Zurich", CreatedAt = rig.Clock.GetUtcNow() });
            return Task.FromResult(0);
        });
        return rig;
    }

    /// <summary>Another process on the same store.</summary>
    public ServiceProvider AddNode(IWriteGate? gate = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("NotifyHub:Limits:DevicePerMinute", "1000000")]).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<HubEngine>(Store.Engine);
        services.AddSingleton(Store.Contexts);
        services.AddSingleton(Store.Feed);
        services.AddSingleton(Store.Ids);
        services.AddSingleton(gate ?? Store.Gate);
        services.AddSingleton(new WorkSignal());
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<ISecretBox, PlainBox>();
        services.AddSingleton<PushRenderer>();
        services.AddEgress(configuration);
        services.AddPushProviders(configuration);
        services.AddTypes().AddAudience();
        services.AddIntake(configuration);
        services.AddSchedules();
        var node = services.BuildServiceProvider();
        _nodes.Add(node);
        return node;
    }

    public async Task<long> DeviceAsync(string? zone = null)
    {
        var id = Store.Ids.Next();
        var now = Clock.GetUtcNow();
        await Store.Gate.WriteAsync(ProjectScope.Of(Project), (db, session) =>
        {
            db.Devices.Add(new Device
            {
                Id = id, ProjectId = Project, Provider = ProviderKind.Apns, SealedToken = [1], TokenHash = BitConverter.GetBytes(id), TokenTail = "tail", TimeZone = zone, Status = DeviceStatus.Active,
                RegisteredAt = now, LastSeenAt = now, CreatedAt = now, UpdatedAt = now,
            });
            session.Changed(Project, HubTables.Devices);
            return Task.FromResult(0);
        });
        return id;
    }

    public async Task<SendSchedule> ScheduleAsync(ScheduleRule every, int? ttl = null, long? device = null)
    {
        var to = RowId.Format(RowId.Device, device ?? await DeviceAsync());
        return await Schedules.CreateAsync(new ScheduleCaller(new SendOrigin(Project, null), "test"), new ScheduleRequest
        {
            Send = new PushSend { To = System.Text.Json.JsonSerializer.SerializeToElement(to), Title = "Good morning", Options = new PushSendOptions { Ttl = ttl } }, Every = every,
        });
    }

    /// <summary>One look of a node's worker.</summary>
    public Task StepAsync(ServiceProvider? node = null) => (node ?? Node).GetRequiredService<ScheduleWorker>().StepAsync(CancellationToken.None);

    public async Task<SendSchedule> ReadAsync(long id) => (await Schedules.FindAsync(Project, id))!;

    public async Task<List<Notification>> SentAsync()
    {
        await using var db = Store.Contexts.Open(ProjectScope.Of(Project));
        return await db.Notifications.AsNoTracking().OrderBy(n => n.Id).ToListAsync();
    }

    public async Task<List<DeliveryTask>> DeliveriesAsync()
    {
        await using var db = Store.Contexts.Open(ProjectScope.Of(Project));
        return await db.Deliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
        await Store.DisposeAsync();
    }
}
