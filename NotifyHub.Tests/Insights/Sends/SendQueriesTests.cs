using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Tests.Insights.Sends;

public sealed class SendQueriesTests : InsightsTest
{
    private Device _phone = null!;
    private Device _browser = null!;

    private SendQueries Queries => new(Store.Engine);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _phone = await Rows.DeviceAsync();
        _browser = await Rows.DeviceAsync(ProviderKind.WebPush, change: d => d.UserId = "bob");
    }

    public static TheoryData<SendFilter> FiltersThatOneSendPasses =>
    [
        new SendFilter { Status = DeliveryStatus.Failed },
        new SendFilter { Provider = ProviderKind.WebPush },
        new SendFilter { Campaign = "blackfriday" },
        new SendFilter { Template = "deal" },
        new SendFilter { Category = "offers" },
        new SendFilter { Acked = true },
        new SendFilter { UserId = "bob" },
        new SendFilter { Text = "50% OFF_" },
        new SendFilter { Text = "only until midnight" },
        new SendFilter { Text = "vendor-id-9" },
        new SendFilter { Text = "evt-9" },
        new SendFilter { Campaign = "blackfriday", Status = DeliveryStatus.Failed, Provider = ProviderKind.WebPush, Acked = true, UserId = "bob", Template = "deal", Category = "offers", Text = "50%" },
    ];

    [Theory]
    [MemberData(nameof(FiltersThatOneSendPasses))]
    public async Task A_filter_finds_what_it_says_and_nothing_else(SendFilter filter)
    {
        await Rows.SendAsync(_phone);
        var wanted = await MarkedAsync();
        await Rows.SendAsync(_phone);

        Assert.Equal([wanted.Id], await IdsAsync(filter));
    }

    [Fact]
    public async Task Ids_in_the_search_find_their_sends()
    {
        var first = await Rows.SendAsync(_phone);
        var second = await Rows.SendAsync(_browser);

        Assert.Equal([first.Id], await IdsAsync(new SendFilter { Text = RowId.Format(RowId.Delivery, first.Id) }));
        Assert.Equal([first.Id], await IdsAsync(new SendFilter { Text = RowId.Format(RowId.Notification, first.NotificationId) }));
        Assert.Equal([second.Id], await IdsAsync(new SendFilter { Text = " " + RowId.Format(RowId.Device, _browser.Id) }));
        Assert.Empty(await IdsAsync(new SendFilter { Text = RowId.Format(RowId.Delivery, first.Id), DeviceId = _browser.Id }));
    }

    [Fact]
    public async Task A_time_range_takes_its_beginning_and_leaves_its_end()
    {
        await Rows.SendAsync(_phone);
        var inside = await Rows.SendAsync(_phone);
        var end = await Rows.SendAsync(_phone);

        Assert.Equal([inside.Id], await IdsAsync(new SendFilter { From = inside.CreatedAt, To = end.CreatedAt }));
        Assert.Equal([end.Id, inside.Id], await IdsAsync(new SendFilter { From = inside.CreatedAt }));
    }

    [Fact]
    public async Task Another_project_s_sends_are_never_seen_by_any_filter()
    {
        var foreign = await Rows.DeviceAsync(project: SendRows.OtherProject);
        var send = await Rows.SendAsync(foreign, d => (d.CampaignId, d.Status) = ("theirs", DeliveryStatus.Failed));

        Assert.Empty(await IdsAsync(new SendFilter()));
        Assert.Empty(await IdsAsync(new SendFilter { Campaign = "theirs" }));
        Assert.Empty(await IdsAsync(new SendFilter { Status = DeliveryStatus.Failed }));
        Assert.Empty(await IdsAsync(new SendFilter { DeviceId = foreign.Id }));
        Assert.Empty(await IdsAsync(new SendFilter { UserId = "ada" }));
        Assert.Empty(await IdsAsync(new SendFilter { Text = RowId.Format(RowId.Delivery, send.Id) }));
        Assert.Empty(await IdsAsync(new SendFilter { Text = RowId.Format(RowId.Notification, send.NotificationId) }));
        Assert.Empty(await Queries.TheseAsync(SendRows.Project, [send.Id]));
        Assert.Equal(0, await Queries.CountNewerAsync(SendRows.Project, new SendFilter(), 0, 100));
    }

    [Fact]
    public async Task Pages_forward_and_back_show_each_send_once()
    {
        var sent = new List<long>();
        for (var i = 0; i < 7; i++)
        {
            sent.Insert(0, (await Rows.SendAsync(_phone)).Id);
        }
        var first = await PageAsync(default);
        var second = await PageAsync(first.Older!.Value);
        var third = await PageAsync(second.Older!.Value);

        Assert.Equal(sent, [.. Ids(first), .. Ids(second), .. Ids(third)]);
        Assert.Null(first.Newer);
        Assert.Null(third.Older);
        Assert.Equal(Ids(second), Ids(await PageAsync(third.Newer!.Value)));
        Assert.Equal(Ids(first), Ids(await PageAsync(second.Newer!.Value)));
    }

    [Fact]
    public async Task Going_back_to_the_top_shows_a_full_page_even_when_few_were_left()
    {
        for (var i = 0; i < 5; i++)
        {
            await Rows.SendAsync(_phone);
        }
        var all = await IdsAsync(new SendFilter());

        var top = await PageAsync(new ListCursor(After: all[1]));

        Assert.Equal(all.Take(3), Ids(top));
        Assert.Null(top.Newer);
    }

    [Fact]
    public async Task The_count_of_newer_sends_obeys_the_filter_and_its_limit()
    {
        var shown = await Rows.SendAsync(_phone);
        await Rows.SendAsync(_phone);
        await Rows.SendAsync(_browser);
        await Rows.SendAsync(_phone);

        Assert.Equal(3, await Queries.CountNewerAsync(SendRows.Project, new SendFilter(), shown.Id, 100));
        Assert.Equal(1, await Queries.CountNewerAsync(SendRows.Project, new SendFilter { Provider = ProviderKind.WebPush }, shown.Id, 100));
        Assert.Equal(2, await Queries.CountNewerAsync(SendRows.Project, new SendFilter(), shown.Id, 2));
    }

    [Fact]
    public async Task A_row_tells_device_person_and_message()
    {
        var send = await MarkedAsync();

        var row = (await Queries.TheseAsync(SendRows.Project, [send.Id, 12345]))[send.Id];

        Assert.Equal(("bob", "iPhone 17", "50% off_ today", "only until midnight"), (row.UserId, row.Model, row.Title, row.Preview));
        Assert.Equal((DeliveryReason.ContentBad, "blackfriday", 2), (row.Reason, row.CampaignId, row.Retries));
        Assert.Equal(send.AckedAt, row.AckedAt);
    }

    private Task<DeliveryTask> MarkedAsync() => Rows.SendAsync(_browser,
        d =>
        {
            (d.Status, d.Reason, d.Attempts, d.ProviderMessageId) = (DeliveryStatus.Failed, DeliveryReason.ContentBad, 3, "vendor-id-9");
            (d.CampaignId, d.TemplateId, d.Category, d.AckedAt) = ("blackfriday", "deal", "offers", Clock.GetUtcNow());
        },
        n => (n.Title, n.Preview, n.CorrelationId) = ("50% off_ today", "only until midnight", "evt-9"));

    private Task<ListPage<SendRow>> PageAsync(ListCursor cursor) => Queries.PageAsync(SendRows.Project, new SendFilter(), cursor, 3);

    private async Task<long[]> IdsAsync(SendFilter filter) => Ids(await Queries.PageAsync(SendRows.Project, filter, default, 50));

    private static long[] Ids(ListPage<SendRow> page) => [.. page.Items.Select(row => row.Id)];
}
