using System.Text.Json;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Expo;

/// <summary>Many messages in one request: each caller gets its own ticket, and what Expo refuses together goes in parts.</summary>
public class ExpoBatchTests
{
    [Fact]
    public async Task A_hundred_calls_are_one_packed_request_and_each_has_its_own_ticket()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true, accessToken: "expo-access-token-1");
        string[] words = ["DeviceNotRegistered", "MessageRateExceeded", "MessageTooBig", "ExpoError"];
        rig.Expo.Then(ExpoRig.Tickets([.. Enumerable.Range(0, 100).Select(i => i % 5 == 4 ? ExpoRig.Ok($"t-{i}") : ExpoRig.Error(words[i % 5]))]));

        var outcomes = await rig.SendManyAsync(100);

        var request = Assert.Single(rig.Expo.Requests);
        Assert.Equal(("POST", "/--/api/v2/push/send", "gzip", "Bearer expo-access-token-1", "application/json"),
            (request.Method, request.Path, request.Header("Content-Encoding"), request.Header("Authorization"), request.Header("Content-Type")));
        var sent = ExpoRig.Sent(request);
        OutcomeKind[] kinds = [OutcomeKind.TokenDead, OutcomeKind.TokenSlow, OutcomeKind.ContentBad, OutcomeKind.Retry, OutcomeKind.Accepted];
        for (var i = 0; i < 100; i++)
        {
            // The order of the request is the order in which the calls came in.
            Assert.Equal(ExpoRig.Token(i), sent[i]);
            Assert.Equal((kinds[i % 5], i % 5 == 4 ? $"t-{i}" : null), (outcomes[i].Kind, outcomes[i].MessageId));
        }
    }

    [Fact]
    public async Task More_than_a_hundred_are_several_requests()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        rig.Expo.Otherwise = ExpoRig.TakesAll;
        var calls = rig.SendManyAsync(250);
        rig.TimeIsUp();
        var outcomes = await calls;
        Assert.All(outcomes, (outcome, i) => Assert.Equal(ExpoRig.TicketOf(ExpoRig.Token(i)), outcome.MessageId));
        Assert.Equal([50, 100, 100], rig.Expo.Requests.Select(r => ExpoRig.Sent(r).Count).Order());
    }

    [Fact]
    public async Task A_small_request_is_not_packed_and_one_message_goes_as_a_list_of_one()
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(ExpoRig.Tickets(ExpoRig.Ok("t")));
        await rig.SendAsync();
        var request = Assert.Single(rig.Expo.Requests);
        Assert.Equal((null, null, JsonValueKind.Array), (request.Header("Content-Encoding"), request.Header("Authorization"), request.Json.ValueKind));
    }

    [Fact]
    public async Task Accounts_do_not_share_requests()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        rig.Expo.Otherwise = ExpoRig.TakesAll;
        var other = new ProviderSecret("prj_9/crd_9/1", "{}", """{"accessToken":"expo-access-token-2"}""");
        var calls = Task.WhenAll(rig.SendAsync(), rig.Provider.SendAsync(rig.Call(ExpoRig.Hello, 2) with { Credential = other }, CancellationToken.None));
        rig.TimeIsUp();
        await calls;
        Assert.Equal([null, "Bearer expo-access-token-2"], rig.Expo.Requests.Select(r => r.Header("Authorization")).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(101)]
    public async Task A_count_of_tickets_that_does_not_match_accepts_nobody(int tickets)
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        rig.Expo.Then(ExpoRig.Tickets([.. Enumerable.Range(0, tickets).Select(i => ExpoRig.Ok($"t-{i}"))]));
        Assert.All(await rig.SendManyAsync(100), outcome => Assert.Equal((OutcomeKind.Retry, "malformed", true), (outcome.Kind, outcome.Code, outcome.MaybeDelivered)));
    }

    [Fact]
    public async Task Messages_of_several_apps_are_parted_by_what_Expo_says_and_the_next_time_beforehand()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        rig.Expo.Otherwise = OneAppOnly;
        for (var round = 1; round <= 2; round++)
        {
            rig.Expo.Requests.Clear();
            var outcomes = await rig.SendManyAsync(100);
            Assert.All(outcomes, (outcome, i) => Assert.Equal((OutcomeKind.Accepted, ExpoRig.TicketOf(ExpoRig.Token(i))), (outcome.Kind, outcome.MessageId)));
            // The first time one request is refused; then the apps are known.
            Assert.Equal(round == 1 ? [33, 33, 34, 100] : [33, 33, 34], rig.Expo.Requests.Select(r => ExpoRig.Sent(r).Count).Order());
        }
    }

    [Fact]
    public async Task A_refusal_for_several_apps_without_names_is_halved_until_it_fits()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        rig.Expo.Otherwise = new(async http =>
        {
            var sent = ExpoRig.Sent(SeenRequest.Of(http));
            await (sent.Select(t => sent[0] == ExpoRig.Token(0) == (t == ExpoRig.Token(0))).All(same => same) ? ExpoRig.TicketsFor(sent) : ExpoRig.Refusal(400, "PUSH_TOO_MANY_EXPERIENCE_IDS")).Play(http);
        });
        Assert.All(await rig.SendManyAsync(100), outcome => Assert.Equal(OutcomeKind.Accepted, outcome.Kind));
    }

    [Fact]
    public async Task One_message_that_spoils_the_request_is_found_and_the_others_go()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        rig.Expo.Otherwise = new(async http =>
        {
            var sent = ExpoRig.Sent(SeenRequest.Of(http));
            await (sent.Contains(ExpoRig.Token(41)) ? ExpoRig.Refusal(400, "VALIDATION_ERROR") : ExpoRig.TicketsFor(sent)).Play(http);
        });
        var outcomes = await rig.SendManyAsync(100);
        Assert.All(outcomes, (outcome, i) => Assert.Equal(i == 41 ? OutcomeKind.ContentBad : OutcomeKind.Accepted, outcome.Kind));
        Assert.InRange(rig.Expo.Requests.Count, 8, 15);
    }

    [Fact]
    public async Task A_request_that_is_refused_for_the_account_is_not_tried_in_parts()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        rig.Expo.Then(ExpoRig.Refusal(403, "UNAUTHORIZED"));
        Assert.All(await rig.SendManyAsync(100), outcome => Assert.Equal((OutcomeKind.CredentialBad, "UNAUTHORIZED"), (outcome.Kind, outcome.Code)));
        Assert.Single(rig.Expo.Requests);
    }

    [Fact]
    public async Task Who_gives_up_before_the_request_leaves_is_not_in_it_and_ends_nobody_else()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        rig.Expo.Otherwise = ExpoRig.TakesAll;
        using var patience = new CancellationTokenSource();
        var lost = rig.SendAsync(device: 500, cancel: patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
        Assert.All(await rig.SendManyAsync(100), outcome => Assert.Equal(OutcomeKind.Accepted, outcome.Kind));
        Assert.DoesNotContain(ExpoRig.Token(500), ExpoRig.Sent(Assert.Single(rig.Expo.Requests)));
    }

    [Fact]
    public async Task Who_gives_up_on_the_way_ends_nobody_else()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        var (arrived, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Expo.Otherwise = new(async http =>
        {
            arrived.TrySetResult();
            await answer.Task;
            await ExpoRig.TakesAll.Play(http);
        });
        using var patience = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 99).Select(i => rig.SendAsync(device: i)).ToList();
        var lost = rig.SendAsync(device: 99, cancel: patience.Token);
        await arrived.Task;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
        answer.SetResult();
        Assert.All(await Task.WhenAll(calls), outcome => Assert.Equal(OutcomeKind.Accepted, outcome.Kind));
    }

    [Fact]
    public async Task When_nobody_waits_any_more_the_request_is_cut()
    {
        await using var rig = await ExpoRig.StartAsync();
        var (arrived, cut) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Expo.Otherwise = new(async http =>
        {
            http.RequestAborted.Register(() => cut.TrySetResult());
            arrived.TrySetResult();
            await cut.Task;
        });
        using var patience = new CancellationTokenSource();
        var call = rig.SendAsync(cancel: patience.Token);
        await arrived.Task;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cut.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    // App by the token's number modulo three.
    private static Reply OneAppOnly { get; } = new(async http =>
    {
        var apps = ExpoRig.Sent(SeenRequest.Of(http)).GroupBy(token => ExpoRig.NumberOf(token) % 3).ToList();
        await (apps.Count == 1 ? ExpoRig.TicketsFor(apps[0]) : ExpoRig.Refusal(400, "PUSH_TOO_MANY_EXPERIENCE_IDS",
            $$"""{{{string.Join(',', apps.Select(app => $"\"@owner/app{app.Key}\":{JsonSerializer.Serialize(app.ToList())}"))}}}""")).Play(http);
    });
}
