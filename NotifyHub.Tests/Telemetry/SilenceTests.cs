using NotifyHub.Pipeline.Channels;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Delivery.Signals;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Telemetry;

/// <summary>Alone in the process, so that nobody else's listener is there.</summary>
[CollectionDefinition(nameof(Silence), DisableParallelization = true)]
public sealed class Silence;

/// <summary>What telemetry costs while nobody listens.</summary>
[Collection(nameof(Silence))]
public class SilenceTests
{
    [Fact]
    public void Nothing_is_allocated_on_a_deliverys_way()
    {
        var delivery = new ClaimedDelivery
        {
            Id = 1, ProjectId = 1, NotificationId = 1, DeviceId = 1, Provider = ProviderKind.Apns, Lane = DeliveryLane.Normal, Tries = 0, ExpiresAt = null, CollapseKey = null, LeaseUntil = default, Device = DeviceStatus.Active,
            SealedToken = [], Environment = null, RegisteredAt = default, Superseded = false, MustWait = false, SlowUntil = null, SeenAt = default, Crashes = 0, Message = null,
        };
        var answer = new ChannelAnswer(new ProviderOutcome(OutcomeKind.Accepted), TimeSpan.FromMilliseconds(5));
        var settlement = new Settlement(delivery, DeliveryExit.Done, answer, default);
        Go();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Go();
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Go()
        {
            Assert.Null(IntakeSignals.Begin());
            delivery.Span = DeliverySpans.Begin(delivery);
            DeliveryMeter.Asked(ProviderKind.Apns, Admission.Open, TimeSpan.Zero);
            DeliverySpans.Answered(DeliverySpans.Call(delivery), answer.Outcome);
            DeliveryMeter.Answered(ProviderKind.Apns, answer);
            DeliveryMeter.Committed(1);
            DeliveryMeter.Left(settlement);
            DeliverySpans.End(settlement);
        }
    }

    [Fact]
    public async Task A_request_that_says_it_is_traced_leaves_nothing_when_nobody_listens()
    {
        await using var hub = await TestHub.StartAsync();
        var device = await hub.Client.NewDeviceAsync();
        hub.Client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var accepted = await hub.Client.SendAsync(new System.Text.Json.Nodes.JsonObject { ["to"] = device, ["title"] = "x" });
        Assert.Equal(System.Net.HttpStatusCode.Accepted, accepted.Status);

        await using var db = hub.Services.GetRequiredService<NotifyHub.Data.HubContexts>().Open(ProjectScope.Of(hub.ProjectId));
        Assert.Null(Assert.Single(db.Notifications).TraceParent);
    }
}
