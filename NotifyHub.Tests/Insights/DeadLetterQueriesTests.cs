using System.Text;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.DeadLetters;

namespace NotifyHub.Tests.Insights;

public sealed class DeadLetterQueriesTests : InsightsTest
{
    private DeadLetterQueries Queries => new(Store.Engine, Store.Contexts);

    [Fact]
    public async Task Each_filter_narrows_and_the_count_says_the_same_as_the_list()
    {
        var phone = await Rows.DeviceAsync();
        var pixel = await Rows.DeviceAsync(ProviderKind.Fcm);
        await Rows.DeviceAsync(project: SendRows.OtherProject);
        var early = Clock.GetUtcNow();
        var bad = await DeadAsync(phone, DeliveryReason.ContentBad, d => (d.CampaignId, d.Error) = ("launch", "BadPriority"));
        var gone = await DeadAsync(pixel, DeliveryReason.TokenDead);
        var aside = await DeadAsync(phone, DeliveryReason.ContentBad, d => d.DiscardedAt = Clock.GetUtcNow());
        await Rows.SendAsync(phone);

        foreach (var (filter, ids) in new (DeadLetterFilter, long[])[]
        {
            (new(), [gone.Id, bad.Id]),
            (new() { Reason = DeliveryReason.ContentBad }, [bad.Id]),
            (new() { Provider = ProviderKind.Fcm }, [gone.Id]),
            (new() { Campaign = "launch" }, [bad.Id]),
            (new() { DeviceId = pixel.Id }, [gone.Id]),
            (new() { Text = "badprio" }, [bad.Id]),
            (new() { Text = "YOUR ORDER" }, [gone.Id, bad.Id]),
            (new() { Text = "100%" }, []),
            (new() { Text = RowId.Format(RowId.Delivery, gone.Id) }, [gone.Id]),
            (new() { Text = RowId.Format(RowId.Device, phone.Id) }, [bad.Id]),
            (new() { From = bad.CreatedAt.AddMilliseconds(500) }, [gone.Id]),
            (new() { To = early }, []),
            (new() { Discarded = true }, [aside.Id]),
        })
        {
            Assert.Equal(ids, (await Queries.PageAsync(SendRows.Project, filter, default, 50)).Items.Select(line => line.Send.Id));
            Assert.Equal(ids.Length, await Queries.CountAsync(SendRows.Project, filter));
        }
        Assert.Empty((await Queries.PageAsync(SendRows.OtherProject, new(), default, 50)).Items);
        Assert.Equal([(DeliveryReason.TokenDead, 1), (DeliveryReason.ContentBad, 1)], (await Queries.GroupsAsync(SendRows.Project)).Select(g => (g.Reason, g.Count)).Order());
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task Every_query_goes_by_an_index_in_its_order()
    {
        foreach (var filter in new DeadLetterFilter[] { new(), new() { Reason = DeliveryReason.Poison, Text = "x" }, new() { From = DateTimeOffset.UnixEpoch.AddYears(60) }, new() { Campaign = "c", DeviceId = 5 } })
        {
            var conditions = DeadLetterQueries.Conditions(Store.Engine, SendRows.Project, filter);
            foreach (var cursor in new ListCursor[] { default, new(Before: 900), new(After: 100) })
            {
                Assert.Contains("ix_deliveries_dead", await OrderedPlanAsync(DeadLetterQueries.Reader.Rows(Store.Engine, conditions, cursor, 500, 51)), StringComparison.Ordinal);
                await OrderedPlanAsync(DeadLetterQueries.Reader.WindowEdge(Store.Engine, conditions, cursor));
            }
            Assert.Contains("ix_deliveries_dead", await PlanAsync(DeadLetterQueries.Count(Store.Engine, SendRows.Project, filter)), StringComparison.Ordinal);
        }
        Assert.Contains("ix_deliveries_dead", await PlanAsync(DeadLetterQueries.Groups(Store.Engine, SendRows.Project)), StringComparison.Ordinal);
        await OrderedPlanAsync(DeadLetterQueries.Reader.Rows(Store.Engine, DeadLetterQueries.Conditions(Store.Engine, SendRows.Project, new() { Discarded = true }), default, 500, 51));
    }

    [Fact]
    public async Task The_file_holds_every_row_and_runs_no_formula()
    {
        var phone = await Rows.DeviceAsync();
        for (var i = 0; i < 3; i++)
        {
            await DeadAsync(phone, DeliveryReason.ContentBad, about: n => n.Title = "=cmd|' /C calc'!A0");
        }
        using var file = new MemoryStream();
        await Queries.WriteCsvAsync(SendRows.Project, new(), file, CancellationToken.None);

        var lines = Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("\uFEFFid,accepted_at,failed_at,reason", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Contains(",'=cmd|", line, StringComparison.Ordinal));
    }

    private async Task<string> OrderedPlanAsync(SqlText sql)
    {
        var plan = await PlanAsync(sql);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("USE TEMP B-TREE", plan, StringComparison.Ordinal);
        return plan;
    }

    private Task<DeliveryTask> DeadAsync(Device device, DeliveryReason reason, Action<DeliveryTask>? change = null, Action<Notification>? about = null) => Rows.SendAsync(device, d =>
    {
        (d.Status, d.Reason, d.SentAt) = (DeliveryStatus.Failed, reason, null);
        change?.Invoke(d);
    }, about);
}
