using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Impact;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Pipeline.Feedback.Events;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Insights.Impact;

/// <summary>Which events count for which message, on a clock of the test's own.</summary>
public sealed class ImpactTests : InsightsTest
{
    private EventIntake Intake => new(Store.Gate, Store.Ids, Clock);

    private InteractionIntake Acks => new(Store.Gate, Store.Ids, new InteractionSignals(Store.Engine), Clock);

    private ImpactQueries Queries => new(Store.Engine);

    private ImpactRollup Rollup => new(Store.Engine, Store.Gate, Clock);

    [Fact]
    public async Task An_event_that_names_the_message_counts_for_a_day_after_the_send()
    {
        var delivery = await Rows.SendAsync(await Rows.DeviceAsync());
        var sent = delivery.SentAt!.Value;
        Clock.Advance(TimeSpan.FromDays(2));
        await KeepAsync(
            Named(delivery, "too_early", sent.AddMilliseconds(-1)), Named(delivery, "opened", sent), Named(delivery, "crash", sent.AddHours(1).AddSeconds(90)) with { Level = EventLevel.Fatal },
            Named(delivery, "bought", sent.AddHours(24).AddMilliseconds(-1)), Named(delivery, "too_late", sent.AddHours(24)), Named(delivery, "bought", sent.AddHours(2)));

        var impact = await OfAsync(delivery);

        Assert.True(impact.IsKnown);
        Assert.Equal((4L, 1L, 0L, TimeSpan.Zero), (impact.Events, impact.Errors, impact.Sessions, impact.ToFirst));
        Assert.Equal([new ImpactConversion("bought", 2), new ImpactConversion("opened", 1)], impact.Conversions);
        Assert.Equal((24, new ImpactHour(1, 0), new ImpactHour(1, 1), new ImpactHour(1, 0), new ImpactHour(1, 0)), (impact.Hours.Count, impact.Hours[0], impact.Hours[1], impact.Hours[2], impact.Hours[23]));
    }

    [Fact]
    public async Task The_day_runs_from_the_confirmation_once_there_is_one()
    {
        var delivery = await Rows.SendAsync(await Rows.DeviceAsync());
        Clock.Advance(TimeSpan.FromHours(10));
        var acked = Clock.GetUtcNow();
        await AckAsync(delivery, InteractionKind.Received, null);
        Clock.Advance(TimeSpan.FromHours(30));
        await KeepAsync(Named(delivery, "before", acked.AddHours(-1)), Named(delivery, "after", acked.AddHours(20)));

        Assert.Equal(["after"], (await OfAsync(delivery)).Conversions.Select(c => c.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_confirmed_the_message_brings_its_events_whichever_is_told_first(bool ackFirst)
    {
        var (device, start) = (await Rows.DeviceAsync(), Clock.GetUtcNow());
        var delivery = await Rows.SendAsync(device);
        var other = await Rows.SendAsync(device);
        Clock.Advance(TimeSpan.FromMinutes(5));
        var opened = Clock.GetUtcNow();
        if (ackFirst)
        {
            await AckAsync(delivery, InteractionKind.Opened, "s1", opened);
        }
        Clock.Advance(TimeSpan.FromMinutes(5));
        await KeepAsync(
            Report("screen", opened.AddSeconds(3)) with { SessionId = "s1" }, Report("buy", opened.AddSeconds(60)) with { SessionId = "s1" },
            Report("elsewhere", opened.AddSeconds(4)) with { SessionId = "s2" }, Report("nowhere", opened.AddSeconds(4)), Report("before", start) with { SessionId = "s1" });
        if (!ackFirst)
        {
            await AckAsync(delivery, InteractionKind.Opened, "s1", opened);
        }

        var impact = await OfAsync(delivery);
        Assert.Equal((2L, 1L, TimeSpan.FromSeconds(3)), (impact.Events, impact.Sessions, impact.ToFirst));
        Assert.Equal(0, (await OfAsync(other)).Events);
    }

    [Fact]
    public async Task An_event_that_names_the_message_and_is_of_its_session_counts_once()
    {
        var delivery = await Rows.SendAsync(await Rows.DeviceAsync());
        await AckAsync(delivery, InteractionKind.Received, "s1");
        await AckAsync(delivery, InteractionKind.Opened, "s1");
        Clock.Advance(TimeSpan.FromSeconds(5));
        await KeepAsync(Named(delivery, "buy", Clock.GetUtcNow()) with { SessionId = "s1" });

        Assert.Equal(1, (await OfAsync(delivery)).Events);
    }

    [Fact]
    public async Task What_reached_nobody_is_not_known_and_another_project_s_is_not_there()
    {
        var delivery = await Rows.SendAsync(await Rows.DeviceAsync(), d => (d.SentAt, d.Status) = (null, DeliveryStatus.Queued));
        await KeepAsync(Named(delivery, "x", Clock.GetUtcNow()));

        Assert.False((await OfAsync(delivery)).IsKnown);
        Assert.Null(await Queries.OfDeliveryAsync(SendRows.OtherProject, delivery.Id));
    }

    [Fact]
    public async Task Another_project_s_message_and_session_bring_nothing()
    {
        var theirs = await Rows.SendAsync(await Rows.DeviceAsync(project: SendRows.OtherProject));
        await Acks.RecordAsync(SendRows.OtherProject, [(theirs.Id, new InteractionReport { EventType = InteractionKind.Opened, SessionId = "s1" })], _ => "");
        await KeepAsync(Named(theirs, "x", Clock.GetUtcNow()) with { SessionId = "s1" });

        Assert.Equal(0, (await Queries.OfDeliveryAsync(SendRows.OtherProject, theirs.Id))!.Events);
    }

    [Fact]
    public async Task An_event_is_kept_once_by_its_id_and_the_first_stays()
    {
        var first = await KeepAsync(Report("a", Clock.GetUtcNow()) with { Id = "e1" }, Report("b", Clock.GetUtcNow()) with { Id = "e1" }, Report("c", Clock.GetUtcNow()));
        var again = await KeepAsync(Report("d", Clock.GetUtcNow()) with { Id = "e1" });
        var theirs = await Intake.KeepAsync(SendRows.OtherProject, [Report("e", Clock.GetUtcNow()) with { Id = "e1" }], _ => "");

        Assert.Equal([true, false, true], first.Select(kept => kept.IsNew));
        Assert.Equal((first[0].Id, first[0].Id, false, true), (first[1].Id, again[0].Id, again[0].IsNew, theirs[0].IsNew));
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal(["a", "c"], await db.Events.OrderBy(e => e.Id).Select(e => e.Name).ToListAsync());
    }

    [Fact]
    public async Task A_clock_that_is_ahead_is_not_believed()
    {
        await KeepAsync(Report("x", Clock.GetUtcNow().AddYears(1)));
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        var kept = await db.Events.SingleAsync();
        Assert.Equal(kept.ReceivedAt, kept.At);
    }

    [Fact]
    public async Task A_campaign_counts_the_same_before_between_and_after_its_adding_up()
    {
        var device = await Rows.DeviceAsync();
        var sends = new List<DeliveryTask>();
        for (var i = 0; i < 3; i++)
        {
            sends.Add(await Rows.SendAsync(device, d => d.CampaignId = "spring"));
        }
        var elsewhere = await Rows.SendAsync(device, d => d.CampaignId = "autumn");
        Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var send in sends.Append(elsewhere))
        {
            await KeepAsync(
                Named(send, "buy", send.SentAt!.Value.AddSeconds(30)) with { SessionId = $"s{send.Id % 2}" }, Named(send, "crash", send.SentAt!.Value.AddSeconds(40)) with { Error = "null reference", SessionId = "same" },
                Named(send, "early", send.SentAt!.Value.AddSeconds(-1)));
        }
        var live = await CampaignAsync();
        Assert.Equal((6L, 3L, TimeSpan.FromSeconds(30)), (live.Events, live.Errors, live.ToFirst));
        Assert.Equal([new ImpactConversion("buy", 3)], live.Conversions);

        Clock.Advance(ImpactRollup.Settles);
        await Rollup.RunAsync(CancellationToken.None);
        Same(live, await CampaignAsync());

        await KeepAsync(Named(sends[0], "buy", sends[0].SentAt!.Value.AddSeconds(20)) with { SessionId = "same" }, Named(sends[0], "buy", sends[0].SentAt!.Value.AddHours(1).AddSeconds(1)) with { SessionId = "new" });
        Clock.Advance(TimeSpan.FromHours(2));
        var between = await CampaignAsync();
        Assert.Equal((8L, live.Sessions + 1, TimeSpan.FromSeconds(20)), (between.Events, between.Sessions, between.ToFirst));

        await Rollup.RunAsync(CancellationToken.None);
        await Rollup.RunAsync(CancellationToken.None);
        Same(between, await CampaignAsync());
        Assert.Null(await Queries.OfCampaignAsync(SendRows.OtherProject, "spring"));
        Assert.Null(await Queries.OfCampaignAsync(SendRows.Project, "never"));

        static void Same(DownstreamImpact expected, DownstreamImpact actual)
        {
            Assert.Equal((expected.Events, expected.Errors, expected.Sessions, expected.ToFirst), (actual.Events, actual.Errors, actual.Sessions, actual.ToFirst));
            Assert.Equal(expected.Conversions, actual.Conversions);
            Assert.Equal(expected.Hours, actual.Hours);
        }
    }

    [Fact]
    public async Task Two_who_add_up_at_the_same_moment_count_once()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => d.CampaignId = "spring");
        await KeepAsync([.. Enumerable.Range(0, 50).Select(i => Named(send, "buy", send.SentAt!.Value))]);
        Clock.Advance(ImpactRollup.Settles * 2);
        await Task.WhenAll(Rollup.RunAsync(CancellationToken.None), Rollup.RunAsync(CancellationToken.None), Rollup.RunAsync(CancellationToken.None));

        Assert.Equal(50, (await CampaignAsync()).Events);
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal(50, await db.CampaignImpacts.SumAsync(c => c.Events));
    }

    [Fact]
    public async Task An_event_tells_the_pushes_that_came_before_it_the_proven_first()
    {
        var device = await Rows.DeviceAsync();
        var old = await Rows.SendAsync(device);
        Clock.Advance(TimeSpan.FromHours(25));
        var named = await Rows.SendAsync(device, d => d.CampaignId = "spring");
        var confirmed = await Rows.SendAsync(device);
        await AckAsync(confirmed, InteractionKind.Opened, "s1");
        var bystander = await Rows.SendAsync(device);
        var samePerson = await Rows.SendAsync(await Rows.DeviceAsync());
        var stranger = await Rows.SendAsync(await Rows.DeviceAsync(change: d => d.UserId = "bob"));
        Clock.Advance(TimeSpan.FromSeconds(10));
        var report = Named(named, "buy", Clock.GetUtcNow()) with { SessionId = "s1", UserId = "ada", DeviceId = RowId.Format(RowId.Device, device.Id) };
        var evt = (await KeepAsync(report))[0].Id;
        await Rows.SendAsync(device);

        var found = (await new EventQueries(Store.Engine, Store.Contexts).FindAsync(SendRows.Project, evt))!;

        Assert.Equal(
            [(confirmed.Id, PushTie.Session), (named.Id, PushTie.Breadcrumb), (samePerson.Id, PushTie.User), (bystander.Id, PushTie.Device)],
            found.Pushes.Select(push => (push.DeliveryId, push.Tie)));
        Assert.DoesNotContain(found.Pushes, push => push.DeliveryId == old.Id || push.DeliveryId == stranger.Id);
        Assert.Equal("spring", found.Pushes[1].CampaignId);
        Assert.Null(await new EventQueries(Store.Engine, Store.Contexts).FindAsync(SendRows.OtherProject, evt));
    }

    [Fact]
    public async Task Old_events_go_with_their_ties_and_what_campaigns_counted_stays()
    {
        // The clean-up goes by the ids' time.
        var ids = new HubIds(Clock, new Random(1));
        var intake = new EventIntake(Store.Gate, ids, Clock);
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => d.CampaignId = "spring");
        await intake.KeepAsync(SendRows.Project, [Named(send, "old", send.SentAt!.Value)], _ => "");
        Clock.Advance(TimeSpan.FromDays(31));
        await intake.KeepAsync(SendRows.Project, [Report("new", Clock.GetUtcNow())], _ => "");
        await Rollup.RunAsync(CancellationToken.None);
        Assert.Equal("removed 1", await new EventCleanup(Store.Gate, Clock, Options.Create(new RetentionOptions { EventDays = 30 })).RunAsync(CancellationToken.None));

        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal(["new"], await db.Events.Select(e => e.Name).ToListAsync());
        Assert.Equal(0, await db.EventImpacts.CountAsync());
        Assert.Equal(1, (await CampaignAsync()).Events);
    }

    [Fact]
    public async Task An_app_that_calls_every_session_the_same_ties_a_bounded_number()
    {
        var device = await Rows.DeviceAsync();
        for (var i = 0; i < ImpactLinks.MostConfirmations + 10; i++)
        {
            await AckAsync(await Rows.SendAsync(device), InteractionKind.Opened, "null");
        }
        await KeepAsync(Report("x", Clock.GetUtcNow()) with { SessionId = "null" });
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal(ImpactLinks.MostConfirmations, await db.EventImpacts.CountAsync());
    }

    private static EventReport Report(string name, DateTimeOffset at) => new() { Name = name, Timestamp = at };

    private static EventReport Named(DeliveryTask delivery, string name, DateTimeOffset at) => Report(name, at) with
    {
        Breadcrumbs = [new EventBreadcrumb { Type = "push", Data = new JsonObject { ["msgId"] = RowId.Format(RowId.Delivery, delivery.Id) } }, new EventBreadcrumb { Type = "navigation" }],
    };

    private Task<IReadOnlyList<KeptEvent>> KeepAsync(params EventReport[] reports) => Intake.KeepAsync(SendRows.Project, reports, i => $"/{i}");

    private Task AckAsync(DeliveryTask delivery, InteractionKind kind, string? session, DateTimeOffset? at = null) =>
        Acks.RecordAsync(delivery.ProjectId, [(delivery.Id, new InteractionReport { EventType = kind, SessionId = session, At = at })], _ => "");

    private async Task<DownstreamImpact> OfAsync(DeliveryTask delivery) => (await Queries.OfDeliveryAsync(SendRows.Project, delivery.Id))!;

    private async Task<DownstreamImpact> CampaignAsync() => (await Queries.OfCampaignAsync(SendRows.Project, "spring"))!;
}
