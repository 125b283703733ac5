using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Pipeline.Feedback.Receipts;

/// <summary>When receipts are asked for, and that each is asked for once.</summary>
public class ReceiptPollTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly ProviderOutcome Ok = new(OutcomeKind.Accepted) { Status = 200 };

    [Fact]
    public async Task A_receipt_is_asked_for_a_quarter_of_an_hour_after_the_ticket()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        rig.Relay.Receipts["t"] = Ok;
        var id = await rig.SentAsync();

        Assert.Null(await rig.PollAsync(Quarter - TimeSpan.FromMilliseconds(1)));
        Assert.Empty(rig.Relay.Asked);
        Assert.Equal("asked for 1 receipts, 1 known, 0 of them refusals", await rig.PollAsync(TimeSpan.FromMilliseconds(1)));

        var delivery = await rig.DeliveryAsync(id);
        Assert.Equal((DeliveryStatus.Sent, ReceiptState.Ok, null, null), (delivery.Status, delivery.Receipt, delivery.ReceiptDueAt, delivery.ReceiptError));
        var entry = Assert.Single(await rig.Rig.AttemptsAsync(id));
        Assert.Equal((true, "Accepted", rig.Time.GetUtcNow()), (entry.IsReceipt, entry.Outcome, entry.At));
        Assert.Null(await rig.PollAsync(TimeSpan.FromDays(2)));
    }

    [Fact]
    public async Task What_is_not_known_is_asked_for_again_until_it_is_no_longer_kept()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync();
        var began = rig.Time.GetUtcNow();
        var asked = new List<double>();
        while ((await rig.DeliveryAsync(id)).ReceiptDueAt is { } due)
        {
            await rig.PollAsync(due - rig.Time.GetUtcNow());
            asked.Add((rig.Time.GetUtcNow() - began).TotalMinutes);
        }
        Assert.Equal([15, 30, 60, 120, 240, 480, 720, 960, 1200, 1440], asked);
        var delivery = await rig.DeliveryAsync(id);
        Assert.Equal((DeliveryStatus.Sent, ReceiptState.Unknown), (delivery.Status, delivery.Receipt));
        Assert.Empty(await rig.Rig.AttemptsAsync(id));
    }

    [Fact]
    public async Task A_receipt_that_comes_late_counts_all_the_same()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync();
        await rig.PollAsync(Quarter);
        rig.Relay.Receipts["t"] = Ok;
        await rig.PollAsync(Quarter);
        Assert.Equal(ReceiptState.Ok, (await rig.DeliveryAsync(id)).Receipt);
    }

    [Fact]
    public async Task Three_hundred_are_asked_for_at_a_time_and_projects_are_not_mixed()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var devices = new List<Device>();
        for (var i = 0; i < 320; i++)
        {
            devices.Add(await rig.Rig.DeviceAsync(ProviderKind.Expo));
        }
        await rig.SentAsync(devices, i => $"a-{i}");
        await rig.Rig.CredentialAsync(ProviderKind.Expo, projectId: 2);
        await rig.SentAsync([await rig.Rig.DeviceAsync(ProviderKind.Expo, projectId: 2)], _ => "b-0");

        await rig.PollAsync(Quarter);

        Assert.Equal([1, 20, 300], rig.Relay.Asked.Select(ids => ids.Count).Order());
        Assert.All(rig.Relay.Asked, ids => Assert.Single(ids.Select(id => id[0]).Distinct()));
        Assert.Equal(321, rig.Relay.Asked.SelectMany(ids => ids).Distinct().Count());
    }

    [Fact]
    public async Task Two_nodes_at_once_ask_for_each_receipt_once()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var devices = new List<Device>();
        for (var i = 0; i < 40; i++)
        {
            devices.Add(await rig.Rig.DeviceAsync(ProviderKind.Expo));
            rig.Relay.Receipts[$"t-{i}"] = Ok;
        }
        var ids = await rig.SentAsync(devices, i => $"t-{i}");
        rig.Time.Advance(Quarter);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.PollAsync()));

        Assert.Equal(40, rig.Relay.Asked.Sum(asked => asked.Count));
        foreach (var id in ids)
        {
            Assert.Single(await rig.Rig.AttemptsAsync(id));
        }
    }

    [Fact]
    public async Task A_node_that_dies_while_it_asks_leaves_the_receipt_due_again()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync();
        rig.Relay.Receipts["t"] = Ok;
        rig.Relay.Fault = new InvalidOperationException("the process ends here");
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.PollAsync(Quarter));
        rig.Relay.Fault = null;

        Assert.Null(await rig.PollAsync());
        Assert.NotNull(await rig.PollAsync(TimeSpan.FromMinutes(2)));
        Assert.Equal(ReceiptState.Ok, (await rig.DeliveryAsync(id)).Receipt);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(30, 30)]
    public async Task A_relay_in_trouble_is_asked_again_soon_or_when_it_says(int? retryAfterMinutes, int minutes)
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync();
        rig.Relay.Receipts["t"] = Ok;
        rig.Relay.Request = new(OutcomeKind.Retry) { Status = 503, RetryAfter = retryAfterMinutes is { } after ? TimeSpan.FromMinutes(after) : null };
        await rig.PollAsync(Quarter);
        Assert.Equal(ReceiptState.Waiting, (await rig.DeliveryAsync(id)).Receipt);
        rig.Relay.Request = Ok;

        Assert.Null(await rig.PollAsync(TimeSpan.FromMinutes(minutes) - TimeSpan.FromMilliseconds(1)));
        await rig.PollAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ReceiptState.Ok, (await rig.DeliveryAsync(id)).Receipt);
    }

    [Fact]
    public async Task Without_an_account_nobody_is_asked_until_there_is_one()
    {
        await using var rig = await ReceiptRig.OpenAsync(credential: false);
        var id = await rig.SentAsync();
        rig.Relay.Receipts["t"] = Ok;
        await rig.PollAsync(Quarter);
        Assert.Empty(rig.Relay.Asked);
        await rig.Rig.CredentialAsync(ProviderKind.Expo);
        await rig.PollAsync(Quarter);
        Assert.Equal(ReceiptState.Ok, (await rig.DeliveryAsync(id)).Receipt);
    }

    [Fact]
    public async Task Without_an_account_for_a_day_no_receipt_is_expected_any_more()
    {
        await using var rig = await ReceiptRig.OpenAsync(credential: false);
        var id = await rig.SentAsync();
        await rig.PollAsync(TimeSpan.FromHours(24));
        var delivery = await rig.DeliveryAsync(id);
        Assert.Equal((ReceiptState.Unknown, null), (delivery.Receipt, delivery.ReceiptDueAt));
    }

    [Fact]
    public async Task What_is_no_longer_sent_is_let_go()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync(change: d => d.Status = DeliveryStatus.Cancelled);
        rig.Relay.Receipts["t"] = new(OutcomeKind.TokenDead) { Code = "DeviceNotRegistered" };
        await rig.PollAsync(Quarter);
        var delivery = await rig.DeliveryAsync(id);
        Assert.Equal((DeliveryStatus.Cancelled, null), (delivery.Status, delivery.ReceiptDueAt));
        Assert.Empty(await rig.Rig.AttemptsAsync(id));
        Assert.Equal(DeviceStatus.Active, (await rig.DeviceAsync(rig.Device.Id)).Status);
    }

    [Fact]
    public async Task The_engine_marks_what_only_a_relay_took()
    {
        await using var rig = await NotifyHub.Tests.Pipeline.Delivery.DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Expo);
        rig.Vendors[ProviderKind.Expo].Always(new(OutcomeKind.Accepted) { Status = 200, MessageId = "ticket", ReceiptAfter = Quarter });
        var sent = await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync(ProviderKind.Expo)), DeliveryStatus.Sent);
        Assert.Equal((ReceiptState.Waiting, sent.SentAt + Quarter), (sent.Receipt, sent.ReceiptDueAt));
        await rig.CredentialAsync(ProviderKind.Apns);
        var other = await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync()), DeliveryStatus.Sent);
        Assert.Equal((ReceiptState.None, null), (other.Receipt, other.ReceiptDueAt));
    }
}
