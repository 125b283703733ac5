using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Campaigns;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Campaigns;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Tests.Pipeline.Delivery;
using NotifyHub.Tests.Pipeline.Fanout;

namespace NotifyHub.Tests.Campaigns;

/// <summary>Campaigns over a real store, from the start to the vendor; their worker and the fan-out's step when the test says so.</summary>
internal sealed class CampaignRig(DeliveryRig stage) : IAsyncDisposable
{
    public static readonly CampaignCaller Caller = new(new SendOrigin(DeliveryRig.ProjectId, null), "test");

    public DeliveryRig Stage { get; } = stage;
    public FanoutRig Fanout { get; } = new(stage);
    public CampaignDesk Desk => Stage.Services.GetRequiredService<CampaignDesk>();
    public CampaignControl Control => Stage.Services.GetRequiredService<CampaignControl>();
    public CampaignReports Reports => Stage.Services.GetRequiredService<CampaignReports>();
    public TornGate Gate => (TornGate)Stage.Gate;

    /// <param name="delivers">Delivery runs.</param>
    /// <param name="folder">A data folder to keep, for restarts.</param>
    /// <param name="time">Another clock.</param>
    public static async Task<CampaignRig> OpenAsync(bool delivers = false, string? folder = null, TimeProvider? time = null) => new(await DeliveryRig.OpenAsync(
        time, folder, start: delivers, services: services => services
            .AddSingleton<IWriteGate>(p => new TornGate(p.GetRequiredService<HubStore>().Gate))
            .AddIntake(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["NotifyHub:Limits:DevicePerMinute"] = "1000000" }).Build())
            .AddFanout(works: false).AddCampaigns(works: false).AddSingleton<CampaignReports>()));

    public Task<CampaignView> MakeAsync(string to = """{"everyone":true}""", IReadOnlyList<CampaignWording>? variants = null, double? holdout = null, int? ttl = null) => Desk.CreateAsync(Caller, new CampaignRequest
    {
        Name = "Sale", Send = new PushSend { To = JsonSerializer.Deserialize<JsonElement>(to), Title = "Sale", Options = ttl is null ? null : new PushSendOptions { Ttl = ttl } }, Variants = variants, HoldoutPercent = holdout,
    });

    public async Task<CampaignView> StartedAsync(IReadOnlyList<CampaignWording>? variants = null, double? holdout = null) =>
        (await Control.StartAsync(Caller, (await MakeAsync(variants: variants, holdout: holdout)).Row.Id, new CampaignStart()))!;

    /// <summary>One look of the campaigns' worker.</summary>
    public Task StepAsync() => Stage.Services.GetRequiredService<CampaignWorker>().StepAsync(CancellationToken.None);

    public async Task<Campaign> RowAsync(long id) => (await Desk.FindAsync(DeliveryRig.ProjectId, id))!.Row;

    /// <summary>Every row that the campaign wrote, of all its notifications.</summary>
    public Task<List<DeliveryTask>> LedgerAsync(long id) => Stage.ReadAsync(db =>
        db.Deliveries.AsNoTracking().Where(d => db.CampaignVariants.Any(v => v.CampaignId == id && v.NotificationId == d.NotificationId)).OrderBy(d => d.DeviceId).ToListAsync());

    public Task<int> DevicesAsync(int count) => Fanout.DevicesAsync(count);

    public Task<FanoutRun> RunAsync(long id) => Stage.ReadAsync(db => db.Fanouts.AsNoTracking().SingleAsync(f => f.CampaignId == id));

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}
