using Bunit;
using NotifyHub.Components.Pages.Sends;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;
using Radzen;
using Microsoft.Extensions.DependencyInjection;

namespace NotifyHub.Tests.Components.Pages.Sends;

public sealed class SendDetailPageTests : PageTest
{
    [Fact]
    public void An_id_that_is_none_is_said_to_be_none() =>
        Assert.Contains("There is no such send", Open("dlv_nonsense").Markup, StringComparison.Ordinal);

    [Fact]
    public async Task Another_project_s_send_is_not_shown()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(project: Insights.SendRows.OtherProject));

        Assert.Contains("There is no such send", Open(send).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_send_shows_ladder_timeline_payload_confirmation_and_tags()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => d.CampaignId = "launch", n => n.Payload = PushMessageJson.Write(new PushMessage { Title = "Hi", Body = "there", Badge = 7 }));
        await Rows.AttemptAsync(send, nameof(OutcomeKind.Accepted));

        var page = Open(send);

        Assert.Equal(["Accepted", "Queued", "Sent", "Acked", "Opened"], page.FindAll(".ladder .label").Select(rung => rung.TextContent));
        Assert.Contains("Attempt 1: accepted", page.Find(".timeline").TextContent, StringComparison.Ordinal);
        Assert.Contains("\"badge\": 7", page.Find("[role=tabpanel] pre").TextContent, StringComparison.Ordinal);
        Assert.Contains("Not confirmed", page.Find("section[aria-labelledby=ack-title]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/sends?campaign=launch", page.Find("section[aria-labelledby=tags-title] a.chip").GetAttribute("href"));
    }

    [Theory]
    [InlineData(ReceiptState.Waiting, "says within a day what became of it", "Expo is asked for its receipt")]
    [InlineData(ReceiptState.Ok, "Apple or Google took it", null)]
    [InlineData(ReceiptState.Unknown, "never said what became of it", "No receipt from Expo within a day")]
    public async Task A_relays_receipt_is_told_in_words(ReceiptState state, string words, string? step)
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(ProviderKind.Expo), d => (d.Receipt, d.ReceiptDueAt) = (state, state == ReceiptState.Waiting ? Clock.GetUtcNow().AddMinutes(15) : null));

        var page = Open(send);

        Assert.Contains(words, page.Find("section[aria-label=State]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Receipt", page.Find("section[aria-labelledby=facts-title]").TextContent, StringComparison.Ordinal);
        Assert.Contains(step ?? "", page.Find(".timeline").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_payload_can_be_seen_as_each_vendor_gets_it()
    {
        var page = Open(await Rows.SendAsync(await Rows.DeviceAsync()));
        Assert.Contains("\"aps\"", page.Find("[role=tabpanel] pre").TextContent, StringComparison.Ordinal);

        page.FindAll("[role=tab]").Single(tab => tab.TextContent == "FCM").Click();

        Assert.Contains("\"notification\"", page.Find("[role=tabpanel] pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tap_shows_by_itself()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync());
        var page = Open(send);
        await Rows.ChangeAsync<DeliveryTask>(send.Id, d => d.AckedAt = d.OpenedAt = Clock.GetUtcNow());
        await Rows.AddAsync(new Interaction { Id = Rows.NextId(), ProjectId = send.ProjectId, DeliveryId = send.Id, Kind = InteractionKind.Opened, At = Clock.GetUtcNow() });
        Commit();

        page.WaitForAssertion(() => Assert.Contains("Confirmed by the device", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Opened", page.Find(".timeline").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_retries_a_failed_send_and_sees_who_did_it()
    {
        Member.Role = ProjectRole.Operator;
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => (d.Status, d.Reason, d.SentAt) = (DeliveryStatus.Failed, DeliveryReason.RetriesExhausted, null));
        var page = Open(send);

        page.Find("button.btn-primary").Click();

        page.WaitForAssertion(() => Assert.Contains("Retried by hand", page.Find(".timeline").TextContent, StringComparison.Ordinal));
        Assert.Contains("dana@example.com", page.Find(".timeline").TextContent, StringComparison.Ordinal);
        Assert.Equal("Queued", page.Find(".badge").TextContent.Trim());
    }

    [Fact]
    public async Task A_viewer_can_t_retry_even_when_the_page_was_drawn_before_the_role_was_taken()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => (d.Status, d.Reason) = (DeliveryStatus.Failed, DeliveryReason.RetriesExhausted));
        var page = Open(send);
        Member.Role = ProjectRole.Viewer;

        page.Find("button.btn-primary").Click();

        var toast = Assert.Single(Services.GetRequiredService<NotificationService>().Messages);
        Assert.Equal("Not allowed", toast.Summary);
        Assert.Equal(DeliveryStatus.Failed, (await new SendQueries(Store.Engine).TheseAsync(send.ProjectId, [send.Id]))[send.Id].Status);
    }

    [Theory]
    [InlineData(DeliveryStatus.Sent, false, false)]
    [InlineData(DeliveryStatus.Failed, true, false)]
    [InlineData(DeliveryStatus.Retrying, true, true)]
    [InlineData(DeliveryStatus.Scheduled, false, true)]
    [InlineData(DeliveryStatus.Sending, false, false)]
    public async Task Only_what_the_state_allows_is_offered(DeliveryStatus status, bool retry, bool cancel)
    {
        var page = Open(await Rows.SendAsync(await Rows.DeviceAsync(), d => d.Status = status));

        Assert.Equal((retry, cancel), (page.Markup.Contains("Retry now", StringComparison.Ordinal), page.FindAll("button.btn-danger").Count == 1));
    }

    [Fact]
    public async Task Neighbours_are_a_click_away()
    {
        var device = await Rows.DeviceAsync();
        var older = await Rows.SendAsync(device);
        var page = Open(await Rows.SendAsync(device));

        Assert.Equal($"/sends/{RowId.Format(RowId.Delivery, older.Id)}", page.Find("[data-next]").GetAttribute("href"));
        Assert.Equal("true", page.Find("[data-previous]").GetAttribute("aria-disabled"));
    }

    private IRenderedComponent<SendDetailPage> Open(DeliveryTask send) => Open(RowId.Format(RowId.Delivery, send.Id));

    private IRenderedComponent<SendDetailPage> Open(string id) => Render<SendDetailPage>(page => page.Add(p => p.Id, id));
}
