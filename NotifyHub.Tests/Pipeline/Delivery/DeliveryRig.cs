using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NotifyHub.Alerts;
using NotifyHub.Audience;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Security;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Secrets;
using NotifyHub.Tests.Support;
using NotifyHub.Types;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>The delivery stage with its real store, over vendors that answer as the test says. Rows go in as intake writes them.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    public const long ProjectId = 1;

    private const int ManyInFlight = 200;
    private const long Onlooker = 999;
    private readonly IHost _host;
    private readonly bool _keepFolder;
    private bool _stopped;

    private DeliveryRig(IHost host, string folder, bool keepFolder, IReadOnlyDictionary<ProviderKind, ScriptedProvider> vendors) =>
        (_host, Folder, _keepFolder, Vendors) = (host, folder, keepFolder, vendors);

    public string Folder { get; }
    public IReadOnlyDictionary<ProviderKind, ScriptedProvider> Vendors { get; }
    public ScriptedProvider Apns => Vendors[ProviderKind.Apns];
    public IServiceProvider Services => _host.Services;
    public IWriteGate Gate => Services.GetRequiredService<IWriteGate>();
    public TimeProvider Time => Services.GetRequiredService<TimeProvider>();
    public HubIds Ids => Services.GetRequiredService<HubIds>();

    public static async Task<DeliveryRig> OpenAsync(
        TimeProvider? time = null, string? folder = null, Action<IServiceCollection>? services = null, int inFlight = ManyInFlight, bool start = true, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var data = folder ?? Path.Combine(Path.GetTempPath(), "notifyhub-delivery-" + Guid.NewGuid().ToString("n"));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = Path.GetTempPath() });
        builder.Configuration.AddInMemoryCollection(await TestEngine.SettingsAsync(data));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["NotifyHub:Limits:InFlight"] = $"{inFlight}" });
        // Rates have tests of their own; here nothing waits for a permit unless a test says so.
        builder.Configuration.AddInMemoryCollection(Enum.GetNames<ProviderKind>().Select(kind => KeyValuePair.Create($"NotifyHub:Limits:Vendors:{kind}:PerSecond", (string?)"0"))
            .Append(KeyValuePair.Create("NotifyHub:Limits:Project:PerSecond", (string?)"0")));
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        builder.Services.AddHubData(builder.Configuration);
        builder.Services.AddOptions<SecurityOptions>();
        builder.Services.AddSingleton<MasterKey>();
        builder.Services.AddSingleton<MasterKeyCheck>();
        builder.Services.AddSingleton<ISecretBox, SecretBox>();
        builder.Services.AddSingleton<IAuditLog, AuditLog>();
        builder.Services.AddJobs();
        builder.Services.AddAlertBook();
        builder.Services.AddTypes().AddAudience();
        builder.Services.AddDelivery(builder.Configuration);
        builder.Services.AddChannels();
        builder.Services.AddCredentials();
        builder.Services.AddFeedback(builder.Configuration);
        var vendors = ProviderNames.Supported.ToDictionary(kind => kind, kind => new ScriptedProvider(kind.Wire()));
        foreach (var vendor in vendors.Values)
        {
            builder.Services.AddSingleton<IPushProvider>(vendor);
        }
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }
        services?.Invoke(builder.Services);
        var rig = new DeliveryRig(builder.Build(), data, keepFolder: folder is not null, vendors);
        await rig.Services.OpenStoreAsync();
        await rig.Services.GetRequiredService<MasterKeyCheck>().OpenAsync(CancellationToken.None);
        if (inFlight != ManyInFlight)
        {
            // A test that counts hands counts on a sixth of them for each vendor: a project that sends nothing has an account at every one.
            foreach (var kind in ProviderNames.Supported)
            {
                await rig.CredentialAsync(kind, Onlooker);
            }
        }
        if (start)
        {
            await rig.StartAsync();
        }
        return rig;
    }

    public Task StartAsync() => _host.StartAsync();

    public async Task StopAsync()
    {
        _stopped = true;
        await _host.StopAsync();
    }

    public void Wake() => Services.GetRequiredService<WorkSignal>().Wake();

    /// <summary>An active credential of the project.</summary>
    public Task<long> CredentialAsync(ProviderKind provider, long projectId = ProjectId) => Gate.WriteAsync(ProjectScope.Of(projectId), (db, session) =>
    {
        var id = Ids.Next();
        var secret = Services.GetRequiredService<ISecretBox>().Seal(ActiveCredentials.Place(projectId, id), "{}"u8);
        db.Credentials.Add(new ProviderCredential
        {
            Id = id, ProjectId = projectId, Provider = provider, Version = 1, State = CredentialState.Active, Config = "{}", SealedSecret = secret, Fingerprint = "print", CreatedAt = Time.GetUtcNow(), ActivatedAt = Time.GetUtcNow(),
        });
        session.Changed(projectId, HubTables.Credentials);
        return Task.FromResult(id);
    });

    /// <summary>An active device whose token is its id.</summary>
    public Task<Device> DeviceAsync(ProviderKind provider = ProviderKind.Apns, long projectId = ProjectId) => Gate.WriteAsync(ProjectScope.Of(projectId), (db, _) =>
    {
        var id = Ids.Next();
        var tokens = Services.GetRequiredService<DeviceTokens>();
        var now = Time.GetUtcNow();
        var device = new Device
        {
            Id = id, ProjectId = projectId, Provider = provider, SealedToken = tokens.Seal(projectId, id, new DeviceAddress($"token-{id}")), TokenHash = tokens.Hash(projectId, provider, $"token-{id}"),
            TokenTail = "tail", Status = DeviceStatus.Active, RegisteredAt = now, LastSeenAt = now, CreatedAt = now, UpdatedAt = now,
        };
        db.Devices.Add(device);
        return Task.FromResult(device);
    });

    /// <summary>Notification and deliveries as intake stores them; does not wake the worker.</summary>
    public Task<List<long>> StoreAsync(IReadOnlyList<Device> devices, Action<DeliveryTask>? change = null, DateTimeOffset? sendAt = null, PushMessage? message = null) =>
        Gate.WriteAsync(ProjectScope.Of(devices[0].ProjectId), (db, _) =>
        {
            var now = Time.GetUtcNow();
            var notification = new Notification
            {
                Id = Ids.Next(), ProjectId = devices[0].ProjectId, Payload = PushMessageJson.Write(message ?? new PushMessage { Title = "Hello" }), Target = "\"x\"", Recipients = devices.Count, CreatedAt = now, SendAt = sendAt,
            };
            db.Notifications.Add(notification);
            var deliveries = devices.Select(device => new DeliveryTask
            {
                Id = Ids.Next(), ProjectId = device.ProjectId, NotificationId = notification.Id, DeviceId = device.Id, Provider = device.Provider,
                Status = sendAt is null ? DeliveryStatus.Queued : DeliveryStatus.Scheduled, Lane = DeliveryLane.Normal, DueAt = sendAt ?? now, CreatedAt = now, UpdatedAt = now,
            }).ToList();
            deliveries.ForEach(delivery => change?.Invoke(delivery));
            db.Deliveries.AddRange(deliveries);
            return Task.FromResult(deliveries.ConvertAll(delivery => delivery.Id));
        });

    /// <summary>A backlog of this size for new devices of a project, by one statement: as many notifications as devices, each to all of them.</summary>
    public async Task BacklogAsync(long projectId, int side, DeliveryLane lane, ProviderKind provider = ProviderKind.Apns)
    {
        var devices = new List<Device>();
        var first = 0L;
        for (var i = 0; i < side; i++)
        {
            devices.Add(await DeviceAsync(provider, projectId));
        }
        foreach (var device in devices)
        {
            var id = (await StoreAsync([device], d => d.Lane = lane))[0];
            first = first == 0 ? id : first;
        }
        await Gate.WriteAsync(session => session.Prepare("""
            insert into deliveries (id, project_id, notification_id, device_id, provider, status, reason, lane, due_at, attempts, crashes, maybe_duplicate, replays, receipt, created_at, updated_at)
            select @base + row_number() over (), d.project_id, d.notification_id, v.id, d.provider, d.status, 0, d.lane, d.due_at, 0, 0, 0, 0, 0, d.created_at, d.updated_at
            from deliveries d join devices v on v.project_id = d.project_id and v.provider = d.provider and v.id <> d.device_id
            where d.project_id = @project and d.provider = @provider and d.lane = @lane and d.id >= @first
            """).Bind(first - (1L << 40) + (projectId << 24), projectId, provider, lane, first).ExecuteAsync());
    }

    /// <summary>Stores one delivery and wakes the worker.</summary>
    public async Task<long> SendAsync(Device device, Action<DeliveryTask>? change = null, PushMessage? message = null)
    {
        var ids = await StoreAsync([device], change, message: message);
        Wake();
        return ids[0];
    }

    /// <summary>Reads with everything visible.</summary>
    public async Task<T> ReadAsync<T>(Func<HubDb, Task<T>> read)
    {
        await using var db = Services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
        return await read(db);
    }

    public Task<DeliveryTask> DeliveryAsync(long id) => ReadAsync(db => db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == id));

    public Task<List<Attempt>> AttemptsAsync(long id) => ReadAsync(db => db.Attempts.AsNoTracking().Where(a => a.DeliveryId == id).OrderBy(a => a.Number).ToListAsync());

    public Task<int> CountAsync(DeliveryStatus status) => ReadAsync(db => db.Deliveries.CountAsync(d => d.Status == status));

    public Task<int> AttemptCountAsync() => ReadAsync(db => db.Attempts.CountAsync());

    /// <summary>The delivery, as soon as a commit left it in a state that fits.</summary>
    public async Task<DeliveryTask> UntilAsync(long id, Func<DeliveryTask, bool> fits)
    {
        DeliveryTask? found = null;
        await UntilAsync(async () => fits(found = await DeliveryAsync(id)));
        return found!;
    }

    public Task<DeliveryTask> UntilAsync(long id, DeliveryStatus status) => UntilAsync(id, d => d.Status == status);

    /// <summary>Waits for a commit after which the question is answered with yes.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        var feed = Services.GetRequiredService<ChangeFeed>();
        // Not disposed of: a commit may be telling it in the moment in which we let go.
        var changed = new SemaphoreSlim(0);
        void Release(HubChange _) => changed.Release();
        feed.Changed += Release;
        try
        {
            while (!await holds())
            {
                if (!await changed.WaitAsync(TimeSpan.FromSeconds(20)))
                {
                    throw new TimeoutException("No commit for 20 s, and what was waited for does not hold.");
                }
            }
        }
        finally
        {
            feed.Changed -= Release;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            await _host.StopAsync();
        }
        await ((IAsyncDisposable)_host).DisposeAsync();
        if (!_keepFolder)
        {
            await TestEngine.ForgetAsync(Folder);
        }
    }
}
