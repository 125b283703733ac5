using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Tests.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Feedback.Receipts;

/// <summary>What a receipt that tells of a failure does: to the delivery, the device and the account.</summary>
public class ReceiptEffectTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData(OutcomeKind.TokenDead, "DeviceNotRegistered", DeliveryStatus.Failed, DeliveryReason.TokenDead, null)]
    [InlineData(OutcomeKind.ContentBad, "MessageTooBig", DeliveryStatus.Failed, DeliveryReason.ContentBad, null)]
    [InlineData(OutcomeKind.CredentialBad, "InvalidCredentials", DeliveryStatus.Held, DeliveryReason.CredentialPaused, null)]
    [InlineData(OutcomeKind.CredentialBad, "MismatchSenderId", DeliveryStatus.Held, DeliveryReason.CredentialPaused, null)]
    [InlineData(OutcomeKind.TokenSlow, "MessageRateExceeded", DeliveryStatus.Retrying, DeliveryReason.DeviceSlow, 10)]
    [InlineData(OutcomeKind.Retry, "ProviderError", DeliveryStatus.Retrying, DeliveryReason.ProviderTrouble, 1)]
    public async Task A_refusal_leads_to_the_exit_of_the_same_answer_to_a_call(OutcomeKind kind, string word, DeliveryStatus status, DeliveryReason reason, int? againInMinutes)
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync();
        rig.Relay.Receipts["t"] = new(kind) { Status = 200, Code = word, Body = "{}" };
        await rig.PollAsync(Quarter);

        var delivery = await rig.DeliveryAsync(id);
        Assert.Equal((status, reason, word, ReceiptState.Error, word, null), (delivery.Status, delivery.Reason, delivery.Error, delivery.Receipt, delivery.ReceiptError, delivery.ReceiptDueAt));
        if (againInMinutes is { } minutes)
        {
            Assert.Equal(rig.Time.GetUtcNow() + TimeSpan.FromMinutes(minutes), delivery.DueAt);
        }
        var entry = Assert.Single(await rig.Rig.AttemptsAsync(id));
        Assert.Equal((true, kind.ToString(), word, againInMinutes * 60_000L), (entry.IsReceipt, entry.Outcome, entry.Code, entry.RetryInMs));
        Assert.Equal(1, delivery.Attempts);
    }

    [Fact]
    public async Task A_dead_token_retires_its_device()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        await rig.SentAsync();
        rig.Relay.Receipts["t"] = new(OutcomeKind.TokenDead) { Code = "DeviceNotRegistered" };
        await rig.PollAsync(Quarter);
        var device = await rig.DeviceAsync(rig.Device.Id);
        Assert.Equal((DeviceStatus.Retired, "DeviceNotRegistered"), (device.Status, device.RetiredReason));
    }

    [Fact]
    public async Task While_the_vendors_word_is_doubted_a_device_is_set_aside_and_its_death_is_counted()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync();
        await rig.Rig.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), (db, _) =>
        {
            db.ProviderStates.Add(new ProviderState { ProjectId = DeliveryRig.ProjectId, Provider = ProviderKind.Expo, BreakerOpenedAt = rig.Time.GetUtcNow(), UpdatedAt = rig.Time.GetUtcNow() });
            return Task.FromResult(0);
        });
        rig.Relay.Receipts["t"] = new(OutcomeKind.TokenDead) { Code = "DeviceNotRegistered" };
        await rig.PollAsync(Quarter);
        var device = await rig.DeviceAsync(rig.Device.Id);
        Assert.Equal((DeliveryStatus.Held, DeliveryReason.TokenQuarantined), await rig.DeliveryAsync(id) is var held ? (held.Status, held.Reason) : default);
        Assert.Equal((DeviceStatus.Quarantined, "DeviceNotRegistered"), (device.Status, device.QuarantineReason));
        Assert.Equal(1, await rig.Rig.ReadAsync(db => db.HealthBuckets.Where(b => b.Provider == ProviderKind.Expo).SumAsync(b => b.Invalid)));
    }

    [Fact]
    public async Task A_device_that_registered_since_the_send_stays()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync();
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.Rig.Gate.WriteAsync(async session => await session.Prepare("update devices set registered_at = @now where id = @id").Bind(rig.Time.GetUtcNow(), rig.Device.Id).ExecuteAsync());
        rig.Relay.Receipts["t"] = new(OutcomeKind.TokenDead) { Code = "DeviceNotRegistered" };
        await rig.PollAsync(Quarter);
        Assert.Equal(DeviceStatus.Active, (await rig.DeviceAsync(rig.Device.Id)).Status);
        Assert.Equal(DeliveryStatus.Failed, (await rig.DeliveryAsync(id)).Status);
    }

    [Fact]
    public async Task A_device_that_gets_too_many_is_slowed()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        await rig.SentAsync();
        rig.Relay.Receipts["t"] = new(OutcomeKind.TokenSlow) { Code = "MessageRateExceeded" };
        await rig.PollAsync(Quarter);
        Assert.Equal(rig.Time.GetUtcNow() + TimeSpan.FromMinutes(10), (await rig.DeviceAsync(rig.Device.Id)).SlowUntil);
    }

    [Fact]
    public async Task What_the_device_has_confirmed_stays_sent_whatever_the_receipt_says()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync(change: d => d.AckedAt = d.SentAt);
        rig.Relay.Receipts["t"] = new(OutcomeKind.Retry) { Code = "ProviderError" };
        await rig.PollAsync(Quarter);
        var delivery = await rig.DeliveryAsync(id);
        Assert.Equal((DeliveryStatus.Sent, ReceiptState.Error, "ProviderError"), (delivery.Status, delivery.Receipt, delivery.ReceiptError));
    }

    [Fact]
    public async Task After_seven_tries_it_is_a_dead_letter_and_after_its_time_it_is_expired()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var tried = await rig.SentAsync("a", d => d.Attempts = 7);
        var late = await rig.SentAsync("b", d => d.ExpiresAt = d.SentAt + Quarter);
        rig.Relay.Receipts["a"] = rig.Relay.Receipts["b"] = new(OutcomeKind.Retry) { Code = "ExpoError" };
        await rig.PollAsync(Quarter);
        Assert.Equal((DeliveryStatus.Failed, DeliveryReason.RetriesExhausted), await rig.DeliveryAsync(tried) is var a ? (a.Status, a.Reason) : default);
        Assert.Equal((DeliveryStatus.Expired, DeliveryReason.TtlExpired), await rig.DeliveryAsync(late) is var b ? (b.Status, b.Reason) : default);
    }

    [Fact]
    public async Task A_refused_account_is_paused_and_says_the_vendors_word()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        await rig.SentAsync();
        rig.Relay.Receipts["t"] = new(OutcomeKind.CredentialBad) { Code = "InvalidCredentials" };
        await rig.PollAsync(Quarter);
        var credential = await rig.CredentialAsync();
        Assert.Equal("InvalidCredentials", credential.PauseReason);
        Assert.NotNull(credential.PausedAt);
    }

    [Fact]
    public async Task A_send_from_before_the_account_was_found_good_says_nothing_against_it()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync();
        rig.Relay.Receipts["t"] = new(OutcomeKind.CredentialBad) { Code = "InvalidCredentials" };
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.Rig.Gate.WriteAsync(async session =>
        {
            await session.Prepare("update provider_credentials set activated_at = @now where id > @zero").Bind(rig.Time.GetUtcNow(), 0L).ExecuteAsync();
            session.Changed(1, HubTables.Credentials);
        });
        await rig.PollAsync(Quarter);
        Assert.Null((await rig.CredentialAsync()).PausedAt);
        // Held for an account that works again: it goes out with the next look.
        await rig.Rig.Services.GetRequiredService<HeldDeliveries>().TendAsync(CancellationToken.None);
        Assert.Equal(DeliveryStatus.Queued, (await rig.DeliveryAsync(id)).Status);
    }

    [Fact]
    public async Task A_question_that_the_relay_refuses_pauses_the_account_and_is_asked_again()
    {
        await using var rig = await ReceiptRig.OpenAsync();
        var id = await rig.SentAsync();
        rig.Relay.Request = new(OutcomeKind.CredentialBad) { Status = 401, Code = "UNAUTHORIZED" };
        await rig.PollAsync(Quarter);
        Assert.Equal("UNAUTHORIZED", (await rig.CredentialAsync()).PauseReason);
        rig.Relay.Request = new(OutcomeKind.Accepted);
        rig.Relay.Receipts["t"] = new(OutcomeKind.Accepted);
        await rig.PollAsync(Quarter);
        Assert.Equal(ReceiptState.Ok, (await rig.DeliveryAsync(id)).Receipt);
    }
}
