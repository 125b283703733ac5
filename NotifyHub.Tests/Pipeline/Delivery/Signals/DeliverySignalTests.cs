using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Delivery.Signals;
using NotifyHub.Tests.Support;
using NotifyHub.Tests.Telemetry;

namespace NotifyHub.Tests.Pipeline.Delivery.Signals;

/// <summary>What the delivery stage tells, at each way out.</summary>
public class DeliverySignalTests
{
    [Fact]
    public async Task A_delivery_that_policy_stops_says_so()
    {
        using var heard = new Heard();
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        var (trace, id) = await TracedAsync(rig, await rig.DeviceAsync());
        await rig.StartAsync();
        await rig.UntilAsync(id, DeliveryStatus.Suppressed);
        await rig.StopAsync();

        var span = Assert.Single(heard.SpansOf(trace), span => span.OperationName == "notification.deliver");
        Assert.Equal((true, "channel_not_configured"), (span.GetTagItem("notification.policy.suppressed"), span.GetTagItem("notification.delivery.reason")));
        Assert.DoesNotContain(heard.SpansOf(trace), span => span.OperationName == "notification.vendor_call");
    }

    [Fact]
    public async Task A_refusal_shows_the_vendors_word_and_counts_by_outcome()
    {
        using var heard = new Heard();
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        await rig.CredentialAsync(ProviderKind.Apns);
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.ContentBad) { Code = "BadTopic", Status = 400 });
        var (trace, id) = await TracedAsync(rig, await rig.DeviceAsync());
        await rig.StartAsync();
        await rig.UntilAsync(id, DeliveryStatus.Failed);
        await rig.StopAsync();

        var call = Assert.Single(heard.SpansOf(trace), span => span.OperationName == "notification.vendor_call");
        Assert.Equal(("BadTopic", 400, ActivityStatusCode.Error), (call.GetTagItem("notification.error_code"), call.GetTagItem("http.response.status_code"), call.Status));
        Assert.Equal("failed", Assert.Single(heard.SpansOf(trace), span => span.OperationName == "notification.deliver").GetTagItem("notification.delivery.status"));
        Assert.True(heard.Sum("notifyhub.attempts", "notification.provider=apns", "notification.outcome=content_bad") >= 1);
        Assert.True(heard.Sum("notifyhub.deliveries.settled", "notification.delivery.status=failed", "notification.delivery.reason=content_bad") >= 1);
    }

    [Fact]
    public async Task What_may_not_go_yet_is_counted_as_a_wait()
    {
        using var heard = new Heard();
        await using var rig = await DeliveryRig.OpenAsync(services: services => services.Replace(ServiceDescriptor.Singleton<IAdmission>(new ClosedDoor())));
        await rig.CredentialAsync(ProviderKind.Apns);
        var id = await rig.SendAsync(await rig.DeviceAsync());
        await rig.UntilAsync(id, delivery => delivery.Reason == DeliveryReason.RateLimited);

        Assert.True(heard.Sum("notifyhub.limiter.waits", "notification.provider=apns", "notification.delivery.reason=rate_limited") >= 1);
    }

    [Fact]
    public async Task A_notification_that_is_not_traced_makes_no_span()
    {
        using var heard = new Heard();
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();
        using var around = new Activity("around").Start();
        await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Sent);

        Assert.Equal([], heard.SpansOf(around.TraceId));
    }

    [Fact]
    public async Task The_backlog_is_told_by_vendor_state_and_lane_with_the_age_of_the_oldest()
    {
        var clock = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time: clock, start: false);
        await rig.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), (db, _) => Task.FromResult(db.Projects.Add(new Project { Id = DeliveryRig.ProjectId, Name = "p", CreatedAt = clock.GetUtcNow() })));
        var device = await rig.DeviceAsync();
        await rig.StoreAsync([device]);
        await rig.StoreAsync([device], delivery => delivery.Lane = DeliveryLane.Bulk);
        await rig.StoreAsync([device], delivery => (delivery.Status, delivery.Reason) = (DeliveryStatus.Held, DeliveryReason.CredentialPaused));
        var figures = await rig.Services.GetRequiredService<BacklogReads>().ReadAsync(clock.GetUtcNow() + TimeSpan.FromMinutes(3), CancellationToken.None);

        Assert.Equal(
            ["apns held normal 1", "apns queued bulk 1", "apns queued normal 1"],
            figures.Depth.Select(one => string.Join(' ', one.Tags.ToArray().Select(tag => tag.Value)) + $" {one.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(180, figures.OldestAge.Single(one => one.Tags[0].Value is "apns").Value, 1);
        Assert.Equal(0, figures.OldestAge.Single(one => one.Tags[0].Value is "fcm").Value);
    }

    [Theory]
    [InlineData("BadDeviceToken", "BadDeviceToken")]
    [InlineData("unclassified_9999", "unclassified")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "other")]
    [InlineData(null, "none")]
    public void A_code_that_no_table_knows_is_not_shown(string? code, string shown) => Assert.Equal(shown, DeliverySpans.Code(code));

    // As intake stores it for a request that is traced.
    private static async Task<(ActivityTraceId Trace, long Delivery)> TracedAsync(DeliveryRig rig, Device device)
    {
        var trace = ActivityTraceId.CreateRandom();
        var ids = await rig.StoreAsync([device]);
        await rig.Gate.WriteAsync(async session => await session.Prepare("update notifications set trace_parent = @trace where id = (select notification_id from deliveries where id = @id)")
            .Bind($"00-{trace}-{ActivitySpanId.CreateRandom()}-01", ids[0]).ExecuteAsync());
        return (trace, ids[0]);
    }

    private sealed class ClosedDoor : IAdmission
    {
        public ValueTask<Admission> AskAsync(ClaimedDelivery delivery, DateTimeOffset now, CancellationToken cancel) => new(new Admission(now + TimeSpan.FromHours(1), DeliveryReason.RateLimited, null));
    }
}
