using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Alerts;
using NotifyHub.Tests.Insights;
using NotifyHub.Webhooks;

namespace NotifyHub.Tests.Webhooks;

/// <summary>Posting, trying again, giving up; over a real receiver.</summary>
public sealed class WebhookWorkerTests : IAsyncLifetime
{
    private WebhookRig _rig = null!;

    public async Task InitializeAsync() => _rig = await WebhookRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task What_happened_is_posted_signed_and_the_answer_is_kept()
    {
        var (endpoint, secret) = (await _rig.EndpointAsync("delivery.sent")) is var issued ? (issued.Endpoint, issued.Secret!) : default;
        await _rig.SendAsync();
        await _rig.WorkAsync();

        var post = Assert.Single(_rig.Catcher.Posts);
        var message = Assert.Single(await _rig.WaitingAsync(endpoint.Id));
        Assert.Equal((RowId.Format(RowId.WebhookMessage, message.Id), message.Body, Signature(post, secret)), (post.Id, post.Body, post.Signature));
        Assert.Equal((WebhookMessageState.Delivered, (DateTimeOffset?)null, 200), (message.State, message.DueAt, message.LastStatus));
        var attempt = Assert.Single(await _rig.Queries.AttemptsAsync(SendRows.Project, message.Id));
        Assert.Equal((200, (string?)null, "thanks"), (attempt.Status, attempt.Error, attempt.Body));
        Assert.NotNull((await _rig.Desk.FindAsync(SendRows.Project, endpoint.Id))!.LastSuccessAt);
    }

    [Fact]
    public async Task What_is_refused_is_tried_again_at_the_promised_times_with_the_same_id_and_bytes_then_given_up()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        _rig.Catcher.Refuse = int.MaxValue;
        await _rig.SendAsync();
        await _rig.WorkAsync();
        foreach (var (wait, i) in WebhookResults.Waits.Select((wait, i) => (wait, i)))
        {
            _rig.Clock.Advance(wait - TimeSpan.FromMilliseconds(1));
            await _rig.WorkAsync();
            Assert.Equal(i + 1, _rig.Catcher.Posts.Count);
            _rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await _rig.WorkAsync();
            Assert.Equal(i + 2, _rig.Catcher.Posts.Count);
        }
        Assert.Single(_rig.Catcher.Posts.Select(post => (post.Id, post.Body)).Distinct());
        var message = Assert.Single(await _rig.WaitingAsync(endpoint.Id));
        Assert.Equal((WebhookMessageState.Failed, (DateTimeOffset?)null, 500, "The receiver answered 500."), (message.State, message.DueAt, message.LastStatus, message.LastError));
        Assert.Equal(7, (await _rig.Queries.AttemptsAsync(SendRows.Project, message.Id)).Count);
        Assert.Equal([5, 300, 1800, 7200, 18000, 36000], WebhookResults.Waits.Select(wait => (int)wait.TotalSeconds));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("1", 5)]
    [InlineData("999999999", 21600)]
    [InlineData("soon", 5)]
    public async Task A_receiver_that_asks_for_a_wait_is_left_alone_so_long_and_no_longer_than_six_hours(string asked, int seconds)
    {
        await _rig.EndpointAsync("delivery.sent");
        (_rig.Catcher.Refuse, _rig.Catcher.RetryAfter) = (1, asked);
        await _rig.SendAsync();
        await _rig.WorkAsync();
        _rig.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        await _rig.WorkAsync();
        Assert.Single(_rig.Catcher.Posts);
        _rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await _rig.WorkAsync();
        Assert.Equal(2, _rig.Catcher.Posts.Count);
    }

    [Fact]
    public async Task While_the_secret_is_changed_both_sign_and_then_the_new_one_alone()
    {
        var old = await _rig.EndpointAsync("delivery.sent");
        var renewed = (await _rig.Desk.RotateAsync(WebhookRig.Admin, old.Endpoint.Id, TimeSpan.FromHours(24)))!;
        await _rig.SendAsync();
        await _rig.WorkAsync();
        _rig.Clock.Advance(TimeSpan.FromHours(25));
        await _rig.SendAsync();
        await _rig.WorkAsync();

        Assert.NotEqual(old.Secret, renewed.Secret);
        var (during, after) = (_rig.Catcher.Posts.First(), _rig.Catcher.Posts.Last());
        Assert.Equal($"{Signature(during, renewed.Secret!)} {Signature(during, old.Secret!)}", during.Signature);
        Assert.Equal(Signature(after, renewed.Secret!), after.Signature);
    }

    [Fact]
    public async Task After_five_days_of_failure_it_is_switched_off_with_an_alert_and_switching_on_ends_both()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        _rig.Catcher.Refuse = int.MaxValue;
        for (var hour = 0; hour <= 5 * 24; hour += 12)
        {
            Assert.Equal(WebhookStop.None, (await _rig.Desk.FindAsync(SendRows.Project, endpoint.Id))!.Stop);
            await _rig.SendAsync();
            await _rig.WorkAsync();
            _rig.Clock.Advance(TimeSpan.FromHours(12));
        }
        var stopped = (await _rig.Desk.FindAsync(SendRows.Project, endpoint.Id))!;
        Assert.Equal(WebhookStop.Failing, stopped.Stop);
        Assert.Contains("5 days", (await OpenAlertAsync())!.Detail, StringComparison.Ordinal);
        await _rig.Book.LoadAsync();
        var posts = _rig.Catcher.Posts.Count;
        await _rig.WorkAsync();
        Assert.Equal(posts, _rig.Catcher.Posts.Count);

        _rig.Catcher.Refuse = 0;
        await _rig.Desk.ChangeAsync(WebhookRig.Admin, endpoint.Id, new WebhookWish(endpoint.Url, ["delivery.sent"], null));
        Assert.Null(await OpenAlertAsync());
        await _rig.WorkAsync();
        Assert.True(_rig.Catcher.Posts.Count > posts);
        Assert.Null((await _rig.Desk.FindAsync(SendRows.Project, endpoint.Id))!.FailingSince);
    }

    [Fact]
    public async Task One_success_in_between_begins_the_five_days_anew()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        for (var day = 0; day < 8; day++)
        {
            _rig.Catcher.Refuse = day == 4 ? 0 : int.MaxValue;
            await _rig.SendAsync();
            await _rig.WorkAsync();
            _rig.Clock.Advance(TimeSpan.FromDays(1));
        }
        Assert.Equal(WebhookStop.None, (await _rig.Desk.FindAsync(SendRows.Project, endpoint.Id))!.Stop);
    }

    [Fact]
    public async Task A_place_that_says_it_is_gone_is_switched_off_at_once()
    {
        var endpoint = (await _rig.EndpointAtAsync(_rig.Catcher.GoneUrl, "delivery.sent")).Endpoint;
        await _rig.SendAsync();
        await _rig.WorkAsync();
        Assert.Equal(WebhookStop.Gone, (await _rig.Desk.FindAsync(SendRows.Project, endpoint.Id))!.Stop);
        Assert.NotNull(await OpenAlertAsync());
    }

    [Fact]
    public async Task One_that_hangs_delays_no_other()
    {
        var hanging = (await _rig.EndpointAtAsync(_rig.Catcher.HangUrl, "delivery.sent")).Endpoint;
        for (var i = 0; i < WebhookWorker.Hands * 3; i++)
        {
            await _rig.SendAsync();
        }
        var quick = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        await _rig.Worker.StepAsync(CancellationToken.None);
        for (var i = 0; i < WebhookWorker.Hands; i++)
        {
            await _rig.Catcher.Hanging.WaitAsync();
        }
        await _rig.SendAsync();
        await _rig.Worker.StepAsync(CancellationToken.None);
        await _rig.Catcher.Posted.WaitAsync();

        Assert.Single(_rig.Catcher.Posts);
        Assert.Equal(0, _rig.Catcher.Hanging.CurrentCount);
        Assert.Equal(WebhookWorker.Hands, (await _rig.WaitingAsync(hanging.Id)).Count(message => message.Tries == 1));
        Assert.Single(await _rig.WaitingAsync(quick.Id));
    }

    [Fact]
    public async Task What_a_dead_node_held_is_tried_again_and_its_late_result_is_not_written()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        await _rig.SendAsync();
        var held = Assert.Single(await _rig.Claims.TakeAsync(endpoint.Id, 10, CancellationToken.None));
        await _rig.WorkAsync();
        Assert.Empty(_rig.Catcher.Posts);

        _rig.Clock.Advance(WebhookClaims.Hold);
        await _rig.WorkAsync();
        Assert.Equal(RowId.Format(RowId.WebhookMessage, held.Id), Assert.Single(_rig.Catcher.Posts).Id);
        Assert.False(await _rig.Store.Gate.WriteAsync(session => _rig.Results.WriteAsync(session, held, new PostAnswer(500, null, TimeSpan.Zero, "late"), endpoint.Url)));
        Assert.Equal(WebhookMessageState.Delivered, Assert.Single(await _rig.WaitingAsync(endpoint.Id)).State);
    }

    [Fact]
    public async Task Two_nodes_take_each_message_once()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        var delivery = await _rig.Rows.SendAsync(await _rig.Rows.DeviceAsync());
        await _rig.HappenedAsync([.. Enumerable.Repeat(new HubFact(FactKind.DeliverySent, SendRows.Project, delivery.Id), 60)]);
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _rig.Claims.TakeAsync(endpoint.Id, 5, CancellationToken.None)));
        var ids = taken.SelectMany(messages => messages).Select(message => message.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_message_that_is_over_is_sent_again_under_its_old_id()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        await _rig.SendAsync();
        await _rig.WorkAsync();
        var message = Assert.Single(await _rig.WaitingAsync(endpoint.Id));
        Assert.True(await _rig.Messages.ReplayAsync(WebhookRig.Admin, endpoint.Id, message.Id));
        Assert.False(await _rig.Messages.ReplayAsync(WebhookRig.Admin, endpoint.Id, message.Id));
        Assert.Null(await _rig.Messages.ReplayAsync(WebhookRig.Admin, endpoint.Id, 12345));
        await _rig.WorkAsync();

        Assert.Equal(2, _rig.Catcher.Posts.Count);
        Assert.Single(_rig.Catcher.Posts.Select(post => (post.Id, post.Body)).Distinct());
        Assert.Equal(2, (await _rig.Queries.AttemptsAsync(SendRows.Project, message.Id)).Count);
    }

    [Fact]
    public async Task A_test_is_posted_at_once_and_not_tried_again()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        _rig.Catcher.Refuse = 1;
        var refused = (await _rig.Messages.TestAsync(WebhookRig.Admin, endpoint.Id))!;
        var taken = (await _rig.Messages.TestAsync(WebhookRig.Admin, endpoint.Id))!;
        Assert.Equal((500, "not today", 200, "thanks"), (refused.Answer.Status, refused.Answer.Body, taken.Answer.Status, taken.Answer.Body));
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        await _rig.WorkAsync();
        Assert.Equal(2, _rig.Catcher.Posts.Count);
        Assert.Null((await _rig.Desk.FindAsync(SendRows.Project, endpoint.Id))!.FailingSince);
    }

    [Fact]
    public async Task Old_messages_go_with_their_tries()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        await _rig.SendAsync();
        await _rig.WorkAsync();
        // The clean-up goes by the time of the ids, which is the real clock's here.
        var late = new Support.ManualTime(DateTimeOffset.UtcNow.AddDays(40));
        await new WebhookCleanup(_rig.Store.Gate, late, Microsoft.Extensions.Options.Options.Create(new WebhookOptions())).RunAsync(CancellationToken.None);
        await using var db = _rig.Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal((0, 0), (await db.WebhookMessages.CountAsync(), await db.WebhookAttempts.CountAsync()));
        Assert.NotNull(await _rig.Desk.FindAsync(SendRows.Project, endpoint.Id));
    }

    private static string Signature(CaughtPost post, string secret) =>
        WebhookSignature.Sign(secret, post.Id, DateTimeOffset.FromUnixTimeSeconds(long.Parse(post.Timestamp, CultureInfo.InvariantCulture)), post.Body);

    private async Task<Alert?> OpenAlertAsync()
    {
        await using var db = _rig.Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        return await db.Alerts.SingleOrDefaultAsync(alert => alert.Kind == AlertKind.WebhookStopped && alert.ResolvedAt == null);
    }
}
