using System.Text;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Telemetry;

/// <summary>Alone in the process: a listener hears every hub in it, and the spans of hundreds of others overfill the exporter's queue (2,048), which then lets go of those that are looked for.</summary>
[CollectionDefinition(nameof(Listening), DisableParallelization = true)]
public sealed class Listening;

/// <summary>What a collector gets over the wire, from a hub that sends through the twins to phones that answer.</summary>
[Collection(nameof(Listening))]
public class OtlpExportTests
{
    private static Dictionary<string, string?> To(string address, string protocol = "http/protobuf") => new(StringComparer.Ordinal)
    {
        ["NotifyHub:Otlp:Endpoint"] = address,
        ["NotifyHub:Otlp:Protocol"] = protocol,
        ["NotifyHub:Otlp:Headers"] = $"Authorization=Bearer {Canary.HeaderSecret}",
        ["NotifyHub:Otlp:SampleRatio"] = "1",
        // On a busy machine the collector of the test needs more than the four seconds that a stop gives it.
        ["NotifyHub:Otlp:FlushSeconds"] = "20",
    };

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_notification_is_one_trace_from_request_to_interaction(string protocol)
    {
        await using var collector = await LoopbackCollector.StartAsync();
        await using var traced = await TracedHub.StartAsync(To(protocol == "grpc" ? collector.GrpcAddress : collector.HttpAddress, protocol));
        var phone = await traced.PhoneAsync(PhonePlatform.Ios);
        var correlation = $"order-{Guid.NewGuid():N}";
        await traced.SendAndTapAsync(phone, correlation);
        await traced.Hub.DisposeAsync();

        var own = collector.Spans.Where(span => span.Attributes.GetValueOrDefault("notification.correlation_id") == correlation).ToList();
        Assert.Equal(
            ["notification.accept", "notification.deliver", "notification.interaction", "notification.interaction", "notification.vendor_call"], own.Select(span => span.Name).Order());
        var trace = Assert.Single(own.Select(span => span.Trace).Distinct());
        var accept = own.Single(span => span.Name == "notification.accept");
        var deliver = own.Single(span => span.Name == "notification.deliver");
        Assert.Equal(accept.Id, deliver.Parent);
        Assert.Equal(deliver.Id, own.Single(span => span.Name == "notification.vendor_call").Parent);
        Assert.Equal(deliver.Id, collector.Spans.Single(span => span.Trace == trace && span.Name == "notification.settle").Parent);
        Assert.Equal("apns", deliver.Attributes["notification.provider"]);
        Assert.Equal("sent", deliver.Attributes["notification.delivery.status"]);
        Assert.Equal("0", deliver.Attributes["notification.policy.suppressed"]);
        Assert.InRange(long.Parse(deliver.Attributes["notification.delivery.latency_ms"], System.Globalization.CultureInfo.InvariantCulture), 0, 60_000);
        var interactions = own.Where(span => span.Name == "notification.interaction").ToList();
        Assert.Equal(["opened", "received"], interactions.Select(span => span.Attributes["notification.interaction_type"]).Order());
        // The phone's requests are traces of their own.
        Assert.All(interactions, span => Assert.Equal((accept.Id, 1), (span.Parent, span.Links)));
        // The request itself, and nobody else's: no vendor was told of our trace.
        var request = Assert.Single(collector.Spans, span => span.Trace == trace && !span.Name.StartsWith("notification.", StringComparison.Ordinal));
        Assert.Equal((accept.Parent, "POST /v1/push/send", "202"), (request.Id, request.Name, request.Attributes["http.response.status_code"]));
    }

    [Fact]
    public async Task Metrics_tell_of_accepts_attempts_latency_waits_and_the_backlog()
    {
        await using var collector = await LoopbackCollector.StartAsync();
        await using var traced = await TracedHub.StartAsync(To(collector.HttpAddress));
        await traced.SendAndTapAsync(await traced.PhoneAsync(PhonePlatform.Ios), "metrics");
        await traced.Hub.DisposeAsync();

        var points = collector.Points;
        Assert.Contains(points, p => p is { Name: "notifyhub.accepts", Value: >= 1 });
        Assert.Contains(points, p => p is { Name: "notifyhub.attempts", Value: >= 1 } && Has(p, "notification.provider", "apns") && Has(p, "notification.outcome", "accepted"));
        Assert.Contains(points, p => p is { Name: "notifyhub.delivery.latency", Value: >= 1 } && Has(p, "notification.provider", "apns"));
        Assert.Contains(points, p => p is { Name: "notifyhub.vendor.duration", Value: >= 1 });
        Assert.Contains(points, p => p is { Name: "notifyhub.deliveries.settled", Value: >= 1 } && Has(p, "notification.delivery.status", "sent"));
        Assert.Contains(points, p => p is { Name: "notifyhub.settle.batch", Value: >= 1 });
        Assert.Contains(points, p => p is { Name: "notifyhub.store.wait", Value: >= 1 });
        Assert.Contains(points, p => p is { Name: "notifyhub.limiter.wait", Value: >= 1 });
        Assert.Contains(points, p => p is { Name: "notifyhub.interactions", Value: >= 1 } && Has(p, "notification.interaction_type", "opened"));
        Assert.Contains(points, p => p.Name == "notifyhub.backlog.oldest_due_age" && Has(p, "notification.provider", "apns"));
        Assert.Contains(points, p => p.Name == "http.server.request.duration");
    }

    [Fact]
    public async Task No_token_no_secret_no_title_and_no_body_leaves()
    {
        await using var collector = await LoopbackCollector.StartAsync();
        await using var traced = await TracedHub.StartAsync(To(collector.HttpAddress));
        var tokens = new List<string>();
        foreach (var platform in new[] { PhonePlatform.Ios, PhonePlatform.Android, PhonePlatform.Web })
        {
            var phone = await traced.PhoneAsync(platform);
            await traced.SendAndTapAsync(phone, $"canary-{platform}");
            tokens.Add(phone.Token);
        }
        await traced.Hub.ClientFor(null).ReadAsync($"/setup?token={Canary.Query}");
        await traced.Hub.DisposeAsync();

        Assert.NotEmpty(traced.Secrets);
        string[] banned = [Canary.Title, Canary.Body, Canary.Data, Canary.HeaderSecret, Canary.Query, traced.Hub.ServerKey, .. tokens, .. traced.Secrets];
        var leaks = collector.Bodies.SelectMany(body => banned.Where(word => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0)).Distinct();
        Assert.Equal([], leaks);
        // The test would notice: what may leave is there, and the header went where it should.
        Assert.Contains(collector.Bodies, body => body.AsSpan().IndexOf("canary-Web"u8) >= 0);
        Assert.Contains($"Bearer {Canary.HeaderSecret}", collector.Authorizations);
    }

    [Fact]
    public async Task What_was_gathered_is_sent_when_the_hub_stops()
    {
        await using var collector = await LoopbackCollector.StartAsync();
        var correlation = $"stop-{Guid.NewGuid():N}";
        await using (var traced = await TracedHub.StartAsync(To(collector.HttpAddress)))
        {
            await traced.SendAndTapAsync(await traced.PhoneAsync(PhonePlatform.Android), correlation);
        }
        Assert.Contains(collector.Spans, span => span.Name == "notification.deliver" && span.Attributes.GetValueOrDefault("notification.correlation_id") == correlation);
        Assert.NotEmpty(collector.Points);
    }

    private static bool Has(PointSeen point, string name, string value) => point.Attributes.GetValueOrDefault(name) == value;
}
