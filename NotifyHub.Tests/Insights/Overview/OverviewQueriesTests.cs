using NotifyHub.Data.Rows;
using NotifyHub.Insights.Overview;

namespace NotifyHub.Tests.Insights.Overview;

public sealed class OverviewQueriesTests : InsightsTest
{
    private OverviewQueries Queries => new(Store.Engine, Store.Contexts, new MinuteCounts(Store.Engine, Clock), Clock);

    [Fact]
    public async Task What_waits_is_counted_by_state_and_the_oldest_due_is_told()
    {
        var device = await Rows.DeviceAsync();
        var oldest = await Rows.SendAsync(device, d => d.Status = DeliveryStatus.Queued);
        await Rows.SendAsync(device, d => d.Status = DeliveryStatus.Queued);
        await Rows.SendAsync(device, d => (d.Status, d.DueAt) = (DeliveryStatus.Scheduled, Clock.GetUtcNow().AddHours(1)));

        var figures = await Queries.ReadAsync(SendRows.Project);

        Assert.Equal(2, figures.Waiting[DeliveryStatus.Queued].Count);
        Assert.Equal(1, figures.Waiting[DeliveryStatus.Scheduled].Count);
        Assert.Equal(0, figures.Waiting[DeliveryStatus.Held].Count);
        Assert.Equal(oldest.DueAt, figures.OldestDue);
    }

    [Fact]
    public async Task Sent_and_acked_are_of_the_last_hour_and_of_this_project()
    {
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device, d => d.AckedAt = d.CreatedAt);
        Clock.Advance(TimeSpan.FromMinutes(61));
        await Rows.SendAsync(device, d => d.AckedAt = d.CreatedAt);
        await Rows.SendAsync(device);
        await Rows.SendAsync(await Rows.DeviceAsync(project: SendRows.OtherProject));

        var figures = await Queries.ReadAsync(SendRows.Project);

        Assert.Equal((2, 1), (figures.Sent.Count, figures.Acked));
    }

    [Fact]
    public async Task Ends_that_were_no_delivery_come_by_reason_most_frequent_first()
    {
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device, d => (d.Status, d.Reason) = (DeliveryStatus.Failed, DeliveryReason.TokenDead));
        await Rows.SendAsync(device, d => (d.Status, d.Reason) = (DeliveryStatus.Expired, DeliveryReason.TtlExpired));
        await Rows.SendAsync(device, d => (d.Status, d.Reason) = (DeliveryStatus.Expired, DeliveryReason.TtlExpired));
        await Rows.SendAsync(device);

        var ends = (await Queries.ReadAsync(SendRows.Project)).Ends;

        Assert.Equal([new ReasonCount(DeliveryStatus.Expired, DeliveryReason.TtlExpired, 2), new ReasonCount(DeliveryStatus.Failed, DeliveryReason.TokenDead, 1)], ends);
    }

    [Fact]
    public async Task A_provider_shows_its_credential_and_its_answers()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync());
        await Rows.AttemptAsync(send, nameof(OutcomeKind.Retry), 1);
        await Rows.AttemptAsync(send, nameof(OutcomeKind.Accepted), 2);
        await Rows.AddAsync(new ProviderCredential
        {
            Id = Rows.NextId(), ProjectId = SendRows.Project, Provider = ProviderKind.Apns, Version = 1, State = CredentialState.Active, Config = "{}", SealedSecret = [1], Fingerprint = "f",
            PausedAt = Clock.GetUtcNow(), PauseReason = "InvalidProviderToken",
        });

        var providers = (await Queries.ReadAsync(SendRows.Project)).Providers;

        Assert.Equal(new ProviderFigures(ProviderKind.Apns, true, Clock.GetUtcNow(), "InvalidProviderToken", 1, 0, 1), providers.Single(p => p.Provider == ProviderKind.Apns));
        Assert.False(providers.Single(p => p.Provider == ProviderKind.Fcm).HasCredential);
    }

    [Fact]
    public async Task Who_looks_within_a_second_shares_one_count()
    {
        var device = await Rows.DeviceAsync();
        var queries = Queries;
        await Rows.SendAsync(device);

        var first = queries.ReadAsync(SendRows.Project);
        Assert.Same(first, queries.ReadAsync(SendRows.Project));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotSame(first, queries.ReadAsync(SendRows.Project));
    }

    [Fact]
    public void A_count_that_stopped_says_so() => Assert.Equal(("1,204", "100,000+"), (new Capped(1204, false).ToString(), new Capped(100_000, true).ToString()));
}
