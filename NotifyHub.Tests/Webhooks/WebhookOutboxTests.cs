using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.People.Erasing;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Webhooks;

/// <summary>A fact is written with its cause, for those who want it and for nobody else.</summary>
public sealed class WebhookOutboxTests : IAsyncLifetime
{
    private WebhookRig _rig = null!;

    public async Task InitializeAsync() => _rig = await WebhookRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_fact_is_stored_with_its_cause_or_not_at_all()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        var delivery = await _rig.Rows.SendAsync(await _rig.Rows.DeviceAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => _rig.Store.Gate.WriteAsync(session =>
        {
            session.Happened(new HubFact(FactKind.DeliverySent, SendRows.Project, delivery.Id));
            throw new InvalidOperationException("the cause fails");
        }));
        Assert.Empty(await _rig.WaitingAsync(endpoint.Id));

        await _rig.HappenedAsync(new HubFact(FactKind.DeliverySent, SendRows.Project, delivery.Id));
        var message = Assert.Single(await _rig.WaitingAsync(endpoint.Id));
        var body = JsonNode.Parse(message.Body)!;
        Assert.Equal(("delivery.sent", RowId.Format(RowId.Delivery, delivery.Id), "sent"), (body["type"]!.GetValue<string>(), body["data"]!["id"]!.GetValue<string>(), body["data"]!["status"]!.GetValue<string>()));
        Assert.DoesNotContain("ada", message.Body, StringComparison.Ordinal);
        Assert.Equal(RowId.Format(RowId.Delivery, delivery.Id), message.Subject);
        Assert.DoesNotContain("Your order shipped", message.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("a1b2c3", message.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_project_that_wants_the_event_gets_it_and_each_of_its_endpoints_its_own()
    {
        var (first, second) = ((await _rig.EndpointAsync("delivery.sent", "delivery.failed")).Endpoint, (await _rig.EndpointAsync("delivery.sent")).Endpoint);
        var other = (await _rig.EndpointAsync("delivery.failed")).Endpoint;
        var theirs = await _rig.Rows.SendAsync(await _rig.Rows.DeviceAsync(project: SendRows.OtherProject));
        await _rig.SendAsync();
        await _rig.HappenedAsync(new HubFact(FactKind.DeliverySent, SendRows.OtherProject, theirs.Id), new HubFact(FactKind.DeliveryAcked, SendRows.Project, theirs.Id));

        Assert.Equal((1, 1, 0), ((await _rig.WaitingAsync(first.Id)).Count, (await _rig.WaitingAsync(second.Id)).Count, (await _rig.WaitingAsync(other.Id)).Count));
        Assert.NotEqual((await _rig.WaitingAsync(first.Id))[0].Id, (await _rig.WaitingAsync(second.Id))[0].Id);
    }

    [Fact]
    public async Task What_is_switched_off_is_told_nothing()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.sent")).Endpoint;
        await _rig.Desk.ChangeAsync(WebhookRig.Admin, endpoint.Id, new NotifyHub.Webhooks.WebhookWish(endpoint.Url, ["delivery.sent"], null, Enabled: false));
        await _rig.SendAsync();
        Assert.Empty(await _rig.WaitingAsync(endpoint.Id));
    }

    [Fact]
    public async Task A_confirmation_and_an_opening_are_told_once_each()
    {
        var endpoint = (await _rig.EndpointAsync("delivery.acked", "delivery.opened")).Endpoint;
        var delivery = await _rig.Rows.SendAsync(await _rig.Rows.DeviceAsync());
        var intake = new InteractionIntake(_rig.Store.Gate, _rig.Store.Ids, new InteractionSignals(_rig.Store.Engine), _rig.Clock);
        foreach (var kind in new[] { InteractionKind.Received, InteractionKind.Received, InteractionKind.Opened, InteractionKind.Dismissed, InteractionKind.Reply })
        {
            await intake.RecordAsync(SendRows.Project, [(delivery.Id, new InteractionReport { EventType = kind })], _ => "");
        }
        Assert.Equal(["delivery.acked", "delivery.opened"], (await _rig.WaitingAsync(endpoint.Id)).Select(m => NotifyHub.Webhooks.WebhookEvents.NameOf(m.Event)).Order());
    }

    [Fact]
    public async Task The_end_of_a_notification_is_told_once_when_its_last_delivery_has_ended()
    {
        var endpoint = (await _rig.EndpointAsync("notification.completed")).Endpoint;
        var device = await _rig.Rows.DeviceAsync();
        var first = await _rig.Rows.SendAsync(device);
        var second = await _rig.Rows.SendAsync(await _rig.Rows.DeviceAsync(), d => (d.NotificationId, d.Status) = (first.NotificationId, DeliveryStatus.Retrying));
        await EndedAsync();
        await _rig.WorkAsync();
        Assert.Empty(await _rig.WaitingAsync(endpoint.Id));

        await _rig.Rows.ChangeAsync<DeliveryTask>(second.Id, d => d.Status = DeliveryStatus.Failed);
        await EndedAsync();
        _rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await _rig.WorkAsync();
        await EndedAsync();
        _rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await _rig.WorkAsync();

        var body = JsonNode.Parse(Assert.Single(await _rig.WaitingAsync(endpoint.Id)).Body)!["data"]!;
        Assert.Equal((RowId.Format(RowId.Notification, first.NotificationId), """{"sent":1,"failed":1}"""), (body["id"]!.GetValue<string>(), body["counts"]!.ToJsonString()));

        Task EndedAsync() => _rig.HappenedAsync(new HubFact(FactKind.NotificationCompleted, SendRows.Project, first.NotificationId), new HubFact(FactKind.NotificationCompleted, SendRows.Project, first.NotificationId));
    }

    [Fact]
    public async Task A_retired_device_is_told_with_the_reason()
    {
        var endpoint = (await _rig.EndpointAsync("device.retired")).Endpoint;
        var device = await _rig.Rows.DeviceAsync();
        for (var i = 0; i < 2; i++)
        {
            await _rig.Store.Gate.WriteAsync(session => NotifyHub.Audience.Devices.DeviceRetirement.RetireAsync(session, SendRows.Project, device.Id, "Unregistered", _rig.Clock.GetUtcNow(), null));
        }
        var body = JsonNode.Parse(Assert.Single(await _rig.WaitingAsync(endpoint.Id)).Body)!["data"]!;
        Assert.Equal(("retired", "Unregistered"), (body["status"]!.GetValue<string>(), body["reason"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_choice_is_told_in_full_and_goes_with_the_person()
    {
        var endpoint = (await _rig.EndpointAsync("preference.changed")).Endpoint;
        var consent = new ConsentBook(_rig.Store.Gate, _rig.Store.Contexts, _rig.Store.Ids, _rig.Clock);
        foreach (var optedOut in new[] { true, true, false })
        {
            await consent.SetAsync(SendRows.Project, SubjectKey.OfUser("ada"), [new PreferenceChange { Category = "news", OptedOut = optedOut }], new ConsentOrigin("api", "key test", null));
        }
        await consent.SetAsync(SendRows.Project, SubjectKey.OfUser("bob"), [new PreferenceChange { Category = "news", OptedOut = true }], new ConsentOrigin("api", "key test", null));

        var told = (await _rig.WaitingAsync(endpoint.Id)).Select(m => JsonNode.Parse(m.Body)!["data"]!).Select(d => $"{d["userId"]} {d["category"]} {d["optedOut"]} {d["source"]}").Order(StringComparer.Ordinal);
        Assert.Equal(["ada news false api", "ada news true api", "bob news true api"], told);

        var erasure = new NotifyHub.Webhooks.WebhookErasure();
        Assert.Equal(2, await _rig.Store.Gate.WriteAsync(session => erasure.EraseAsync(session, new ErasedPerson(SendRows.Project, "ada", null, _rig.Clock.GetUtcNow()))));
        Assert.Equal("bob", Assert.Single(await _rig.WaitingAsync(endpoint.Id)).Subject);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_read_and_nothing_written()
    {
        var delivery = await _rig.Rows.SendAsync(await _rig.Rows.DeviceAsync());
        Assert.False(_rig.Book.Wants(SendRows.Project, FactKind.DeliverySent));
        await _rig.HappenedAsync(new HubFact(FactKind.DeliverySent, SendRows.Project, delivery.Id), new HubFact(FactKind.NotificationCompleted, SendRows.Project, delivery.NotificationId));
        Assert.Equal(0, await _rig.Store.Gate.WriteAsync(session =>
        {
            session.Happened(new HubFact(FactKind.DeliverySent, SendRows.Project, delivery.Id));
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                session.Happened(new HubFact(FactKind.DeliverySent, SendRows.Project, delivery.Id));
            }
            return ValueTask.FromResult(GC.GetAllocatedBytesForCurrentThread() - before);
        }));
        await using var db = _rig.Store.Contexts.Open(ProjectScope.EveryProject);
        Assert.Equal((0, 0), (await db.WebhookMessages.CountAsync(), await db.WebhookWatches.CountAsync()));
    }
}
