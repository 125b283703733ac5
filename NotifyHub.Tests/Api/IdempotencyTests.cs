using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class IdempotencyTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Replayed = "Idempotency-Replayed";

    [Fact]
    public async Task Same_key_and_body_give_the_first_answer_again()
    {
        var body = new JsonObject { ["to"] = await hub.Client.NewDeviceAsync(), ["title"] = "Once" };
        var first = await hub.Client.SendAsync(body, "key-1");
        var again = await hub.Client.SendAsync(body, "key-1");
        Assert.Null(first.Header(Replayed));
        Assert.Equal("true", again.Header(Replayed));
        Assert.Equal((HttpStatusCode.Accepted, first.Text), (again.Status, again.Text));
    }

    [Fact]
    public async Task The_field_of_the_body_is_the_same_key_as_the_header()
    {
        var body = new JsonObject { ["to"] = await hub.Client.NewDeviceAsync(), ["title"] = "Once", ["idempotencyKey"] = "key-2" };
        var first = await hub.Client.SendAsync(body);
        var again = await hub.Client.SendAsync(body, "key-2");
        Assert.Equal(("true", first.Text), (again.Header(Replayed), again.Text));
        Assert.Equal(["/idempotencyKey:not_allowed"], (await hub.Client.SendAsync(body, "another")).Faults);
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        var device = await hub.Client.NewDeviceAsync();
        await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "One" }, "key-3");
        var other = await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "Two" }, "key-3");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_mismatch"), (other.Status, other.Code));
    }

    [Fact]
    public async Task A_refused_request_leaves_the_key_free()
    {
        var device = await hub.Client.NewDeviceAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "" }, "key-4")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Client.SendAsync(new JsonObject { ["to"] = "dev_0000000000001", ["title"] = "x" }, "key-4")).Status);
        var good = await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "Good" }, "key-4");
        Assert.Equal(HttpStatusCode.Accepted, good.Status);
        Assert.Null(good.Header(Replayed));
    }

    [Fact]
    public async Task Projects_and_routes_do_not_share_keys()
    {
        var body = new JsonObject { ["to"] = await hub.Client.NewDeviceAsync(), ["title"] = "Mine" };
        await hub.Client.SendAsync(body, "key-5");
        var other = hub.Hub.ClientFor(hub.Other.ServerKey);
        var theirs = await other.SendAsync(new JsonObject { ["to"] = await other.NewDeviceAsync(), ["title"] = "Theirs" }, "key-5");
        Assert.Equal((HttpStatusCode.Accepted, (string?)null), (theirs.Status, theirs.Header(Replayed)));
        var registered = await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken() }, "key-5");
        Assert.Equal((HttpStatusCode.OK, (string?)null), (registered.Status, registered.Header(Replayed)));
    }

    [Fact]
    public async Task Registrations_are_replayed_too()
    {
        var body = new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken() };
        var first = await hub.Client.PostAsync("/v1/push/tokens", body, "key-6");
        var again = await hub.Client.PostAsync("/v1/push/tokens", body, "key-6");
        Assert.Equal(("true", first.Text), (again.Header(Replayed), again.Text));
        Assert.True(first.Json["isNew"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData(255, HttpStatusCode.Accepted)]
    [InlineData(256, HttpStatusCode.BadRequest)]
    public async Task A_key_has_at_most_255_characters(int length, HttpStatusCode status)
    {
        var body = new JsonObject { ["to"] = await hub.Client.NewDeviceAsync(), ["title"] = "x" };
        Assert.Equal(status, (await hub.Client.SendAsync(body, new string('k', length))).Status);
    }

    [Fact]
    public async Task Sixty_four_at_once_create_one_message()
    {
        var body = new JsonObject { ["to"] = await hub.Client.NewDeviceAsync(), ["title"] = "Race", ["correlationId"] = "race" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => hub.Client.SendAsync(body, "key-race")));
        var accepted = answers.Where(a => a.Status == HttpStatusCode.Accepted).ToList();
        Assert.Single(accepted.Select(a => a.Text).Distinct(StringComparer.Ordinal));
        Assert.Single(accepted, a => a.Header(Replayed) is null);
        Assert.All(answers.Except(accepted), a =>
        {
            Assert.Equal((HttpStatusCode.Conflict, "idempotency_in_progress"), (a.Status, a.Code));
            Assert.Equal("1", a.Header("Retry-After"));
        });
        await using var rows = hub.Rows();
        Assert.Equal(1, await rows.Notifications.CountAsync(n => n.CorrelationId == "race"));
    }

    [Fact]
    public async Task Keys_outlive_a_restart_and_end_after_a_day()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"notifyhub-test-{Guid.NewGuid():N}");
        var time = new ManualTime(DateTimeOffset.UtcNow);
        JsonObject body;
        ApiAnswer first;
        string key;
        await using (var before = await TestHub.StartAsync(services: Clock, folder: folder))
        {
            key = before.ServerKey;
            body = new JsonObject { ["to"] = await before.Client.NewDeviceAsync(), ["title"] = "x" };
            first = await before.Client.SendAsync(body, "lasting");
        }
        await using (var after = await TestHub.StartAsync(services: Clock, folder: folder))
        {
            var client = after.ClientFor(key);
            time.Jump(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(2));
            var replayed = await client.SendAsync(body, "lasting");
            Assert.Equal(("true", first.Text), (replayed.Header(Replayed), replayed.Text));
            time.Jump(TimeSpan.FromMilliseconds(2));
            var fresh = await client.SendAsync(body, "lasting");
            Assert.Equal((HttpStatusCode.Accepted, (string?)null), (fresh.Status, fresh.Header(Replayed)));
            Assert.NotEqual(first.Text, fresh.Text);
        }
        await TestEngine.ForgetAsync(folder);

        void Clock(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
    }
}
