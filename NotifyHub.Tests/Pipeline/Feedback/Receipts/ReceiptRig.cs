using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Feedback.Receipts;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Delivery;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Feedback.Receipts;

/// <summary>Deliveries that a relay took, on a clock that stands until it is moved; nothing runs but what a test calls.</summary>
internal sealed class ReceiptRig : IAsyncDisposable
{
    private readonly DeliveryRig _rig;

    private ReceiptRig(DeliveryRig rig, ManualTime time, ScriptedRelay relay) => (_rig, Time, Relay) = (rig, time, relay);

    public ManualTime Time { get; }
    public ScriptedRelay Relay { get; }
    public DeliveryRig Rig => _rig;
    public Device Device { get; private set; } = null!;

    public static async Task<ReceiptRig> OpenAsync(bool credential = true)
    {
        var (time, relay) = (new ManualTime(), new ScriptedRelay());
        var rig = await DeliveryRig.OpenAsync(time, services: services => services.AddSingleton<IReceiptProvider>(relay), start: false);
        var opened = new ReceiptRig(rig, time, relay);
        if (credential)
        {
            await rig.CredentialAsync(ProviderKind.Expo);
        }
        opened.Device = await rig.DeviceAsync(ProviderKind.Expo);
        return opened;
    }

    /// <summary>A delivery that the relay has just taken.</summary>
    public async Task<long> SentAsync(string ticket = "t", Action<DeliveryTask>? change = null) => (await SentAsync([Device], _ => ticket, change))[0];

    /// <summary>Deliveries of one notification, one to each device.</summary>
    public Task<List<long>> SentAsync(IReadOnlyList<Device> devices, Func<int, string> ticket, Action<DeliveryTask>? change = null)
    {
        var number = 0;
        return _rig.StoreAsync(devices, delivery =>
        {
            (delivery.Status, delivery.Attempts, delivery.SentAt, delivery.ProviderMessageId) = (DeliveryStatus.Sent, 1, Time.GetUtcNow(), ticket(number++));
            (delivery.Outcome, delivery.Receipt, delivery.ReceiptDueAt) = ("Accepted", ReceiptState.Waiting, Time.GetUtcNow() + Relay.Contract.ReceiptAfter);
            change?.Invoke(delivery);
        });
    }

    /// <summary>Runs the job once, after the clock has moved on.</summary>
    public Task<string?> PollAsync(TimeSpan after = default)
    {
        Time.Advance(after);
        return _rig.Services.GetRequiredService<ReceiptPollJob>().RunAsync(CancellationToken.None);
    }

    public Task<DeliveryTask> DeliveryAsync(long id) => _rig.DeliveryAsync(id);

    public Task<Device> DeviceAsync(long id) => _rig.ReadAsync(db => db.Devices.AsNoTracking().SingleAsync(d => d.Id == id));

    public Task<ProviderCredential> CredentialAsync() => _rig.ReadAsync(db => db.Credentials.AsNoTracking().SingleAsync());

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}
