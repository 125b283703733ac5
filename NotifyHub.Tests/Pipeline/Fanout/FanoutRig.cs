using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Tests.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Fanout;

/// <summary>Intake and the fan-out on a real store; the worker steps when the test says so, unless it is started with the rest.</summary>
internal sealed class FanoutRig(DeliveryRig stage) : IAsyncDisposable
{
    public DeliveryRig Stage { get; } = stage;
    public FanoutWorker Worker => Stage.Services.GetRequiredService<FanoutWorker>();
    public TornGate Gate => (TornGate)Stage.Gate;
    public FanoutChunks Chunks => Stage.Services.GetRequiredService<FanoutChunks>();

    public static async Task<FanoutRig> OpenAsync(bool start = false, bool works = false, string? folder = null, int queue = 10_000_000, TimeProvider? time = null) => new(await DeliveryRig.OpenAsync(
        time, folder, start: start, services: services => services
            .AddSingleton<IWriteGate>(p => new TornGate(p.GetRequiredService<HubStore>().Gate)).AddIntake(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["NotifyHub:Limits:Queue"] = queue.ToString(System.Globalization.CultureInfo.InvariantCulture) }).Build()).AddFanout(works)));

    /// <summary>Devices by one statement: rows as the registry writes them, with tokens that nobody opens.</summary>
    public Task<int> DevicesAsync(int count, ProviderKind provider = ProviderKind.Apns, long projectId = DeliveryRig.ProjectId, DeviceStatus status = DeviceStatus.Active)
    {
        var first = Stage.Ids.Reserve(count);
        return Stage.Gate.WriteAsync(session => session.Prepare("""
            insert into devices (id, project_id, provider, sealed_token, token_hash, token_tail, status, registered_at, last_seen_at, created_at, updated_at, user_id)
            with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count)
            select cast(@first as bigint) + i, @project, @provider, @sealed, cast(cast(cast(@first as bigint) + i as text) as bytea), 'tail', @status, @now, @now, @now, @now, 'user' || cast(i as text) from n
            """.Replace("bytea", NotifyHub.Tests.Support.TestEngine.IsPostgres ? "bytea" : "blob", StringComparison.Ordinal))
            .Bind(count, first, projectId, provider, Array.Empty<byte>(), status, Stage.Time.GetUtcNow()).ExecuteAsync());
    }

    public Task<AcceptedSend> SendAsync(string to = """{"everyone":true}""", long projectId = DeliveryRig.ProjectId, PushSend? like = null) =>
        Stage.Services.GetRequiredService<SendIntake>().AcceptAsync(
            new SendOrigin(projectId, null), (like ?? new PushSend { To = default, Title = "Hello" }) with { To = JsonSerializer.Deserialize<JsonElement>(to) });

    public Task<FanoutRun> RunAsync(long id) => Stage.ReadAsync(db => db.Fanouts.AsNoTracking().SingleAsync(f => f.Id == id));

    /// <summary>Steps until nothing is left to do.</summary>
    public async Task DrainAsync()
    {
        while (await Worker.StepAsync(default))
        {
        }
    }

    public Task<int> CountAsync(long notification, DeliveryStatus? status = null) =>
        Stage.ReadAsync(db => db.Deliveries.CountAsync(d => d.NotificationId == notification && (status == null || d.Status == status)));

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}
