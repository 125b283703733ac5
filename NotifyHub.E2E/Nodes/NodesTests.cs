using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NotifyHub.E2E.Support;
using NotifyHub.Tests.Support;

namespace NotifyHub.E2E.Nodes;

/// <summary>Real processes on one PostgreSQL that are stopped, killed and asked to go.</summary>
public sealed class NodesTests : IClassFixture<PublishedApp>, IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(NodesRig.LeaseSeconds);
    private readonly PublishedApp _app;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(6));
    private PostgresServer _server = null!;

    public NodesTests(PublishedApp app) => _app = app;

    public async Task InitializeAsync() => _server = await PostgresServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _limit.Dispose();
    }

    [Fact]
    public async Task A_node_that_stood_still_and_nodes_that_were_killed_lose_nothing_and_send_nothing_at_the_same_time_as_another()
    {
        await using var rig = await NodesRig.StartAsync(_app.Dll, _server, "three", ["web", "worker", "worker"], _limit.Token);
        var (second, third) = (rig.Hub.Nodes[1].Process, rig.Hub.Nodes[2].Process);

        // Stopped with calls at the vendor, past its lease.
        await rig.BurstAsync(160, _limit.Token);
        await rig.AnsweredAsync(20, _limit.Token);
        await second.SignalAsync("STOP");
        Assert.InRange(await rig.DrainedAsync(_limit.Token), TimeSpan.Zero, Lease + TimeSpan.FromSeconds(5) + TimeSpan.FromSeconds(5));
        await second.SignalAsync("CONT");
        await rig.SaidAsync(1, "Lease lost", _limit.Token);

        // Killed: the other finishes its work when the lease is over.
        await rig.BurstAsync(160, _limit.Token);
        await rig.AnsweredAsync(200, _limit.Token);
        await third.KillAsync();
        Assert.InRange(await rig.DrainedAsync(_limit.Token), TimeSpan.Zero, Lease + TimeSpan.FromSeconds(5) + TimeSpan.FromSeconds(5));

        // Killed and started again: its own work goes on at once.
        await rig.BurstAsync(160, _limit.Token);
        await rig.AnsweredAsync(360, _limit.Token);
        await second.KillAsync();
        await rig.Hub.Nodes[1].StartAsync(_limit.Token);
        Assert.InRange(await rig.DrainedAsync(_limit.Token), TimeSpan.Zero, Lease - TimeSpan.FromSeconds(5));

        Assert.InRange(await rig.AuditAsync(_limit.Token), 0, 3 * 100);
        Assert.Equal(0, await rig.NumberAsync("select count(*) from deliveries where reason = 19"));
    }

    [Fact]
    public async Task Asked_to_go_once_or_twice_a_node_finishes_what_is_in_flight_and_nothing_is_sent_twice()
    {
        await using var rig = await NodesRig.StartAsync(_app.Dll, _server, "asked", ["all", "all", "all"], _limit.Token);
        await rig.BurstAsync(240, _limit.Token);
        await rig.AnsweredAsync(20, _limit.Token);
        Assert.Equal(0, await rig.Hub.Nodes[1].Process.TerminateAsync(_limit.Token));
        await rig.Hub.Nodes[2].Process.SignalAsync("TERM");
        await rig.Hub.Nodes[2].Process.SignalAsync("TERM");
        Assert.Equal(0, await rig.Hub.Nodes[2].Process.ExitAsync(_limit.Token));
        // Nothing waits for a lease: what they had not begun was given back.
        Assert.InRange(await rig.DrainedAsync(_limit.Token), TimeSpan.Zero, Lease - TimeSpan.FromSeconds(5));
        Assert.Equal(0, await rig.AuditAsync(_limit.Token));
        Assert.Equal(2, await rig.NumberAsync("select count(*) from nodes where stopped_at is not null"));
    }

    [Fact]
    public async Task A_database_that_crashes_and_comes_back_is_met_again_without_a_restart()
    {
        await using var rig = await NodesRig.StartAsync(_app.Dll, _server, "crash", ["all", "all"], _limit.Token);
        await rig.BurstAsync(120, _limit.Token);
        await rig.AnsweredAsync(20, _limit.Token);
        await _server.CrashAsync();
        using var client = rig.Hub.NewClient(rig.Hub.Nodes[1].Url);
        using var refused = await client.PostAsJsonAsync("/v1/push/send", rig.Message(0), _limit.Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await _server.RestartAsync();

        foreach (var node in new[] { 0, 1 })
        {
            await rig.Hub.Nodes[node].Process.AnswersAsync(new Uri(rig.Hub.Nodes[node].Url, "/health/ready"), _limit.Token);
            await rig.BurstAsync(20, _limit.Token, node);
        }
        await rig.DrainedAsync(_limit.Token);
        await rig.AuditAsync(_limit.Token);
    }

    [Fact]
    public async Task One_key_sent_to_two_nodes_by_many_at_once_makes_one_message()
    {
        await using var rig = await NodesRig.StartAsync(_app.Dll, _server, "once", ["all", "web"], _limit.Token);
        var answers = await PostAsync(rig, 64);
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Accepted or HttpStatusCode.Conflict, answer.Status.ToString()));
        var first = Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.Accepted).Select(answer => answer.Id).Distinct());

        await rig.Hub.Nodes[0].Process.KillAsync();
        await rig.Hub.Nodes[0].StartAsync(_limit.Token);
        for (var again = 0; again < 4; again++)
        {
            Assert.Equal([(HttpStatusCode.Accepted, first)], await PostAsync(rig, 1, first: again));
        }
        await rig.DrainedAsync(_limit.Token);
        Assert.Equal((1, 1), (await rig.NumberAsync("select count(*) from notifications"), await rig.NumberAsync("select count(*) from deliveries")));
    }

    private async Task<(HttpStatusCode Status, string? Id)[]> PostAsync(NodesRig rig, int times, int first = 0)
    {
        using var one = rig.Hub.NewClient(rig.Hub.Nodes[0].Url);
        using var other = rig.Hub.NewClient(rig.Hub.Nodes[1].Url);
        return await Task.WhenAll(Enumerable.Range(first, times).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/push/send") { Content = JsonContent.Create(rig.Message(0)) };
            request.Headers.Add("Idempotency-Key", "the-same-for-all");
            using var answer = await (i % 2 == 0 ? one : other).SendAsync(request, _limit.Token);
            var body = await answer.Content.ReadFromJsonAsync<JsonObject>(_limit.Token);
            return (answer.StatusCode, answer.StatusCode == HttpStatusCode.Accepted ? body!["notificationId"]!.GetValue<string>() : null);
        }));
    }
}
