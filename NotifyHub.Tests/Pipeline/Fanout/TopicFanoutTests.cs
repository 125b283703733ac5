using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Tests.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Fanout;

public class TopicFanoutTests
{
    private const long Topic = 700;

    [Fact]
    public async Task Subscribed_devices_and_every_device_of_subscribed_people_get_one_each()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(900);
        var devices = await rig.Stage.ReadAsync(db => db.Devices.AsNoTracking().OrderBy(d => d.Id).Select(d => d.Id).ToListAsync());
        await rig.Stage.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), async (db, _) =>
        {
            var now = rig.Stage.Time.GetUtcNow();
            db.Topics.Add(new Topic { Id = Topic, ProjectId = DeliveryRig.ProjectId, Name = "news", CreatedAt = now });
            // Of the first 300 devices each subscribes; people 200 to 499 do, whose devices they are; 50 carry a fingerprint alone.
            db.TopicSubscriptions.AddRange(devices.Take(300).Select(id => new TopicSubscription { TopicId = Topic, Kind = SubscriberKind.Device, SubscriberId = id, ProjectId = DeliveryRig.ProjectId, CreatedAt = now }));
            var people = Enumerable.Range(200, 300).Select(i => new Person { Id = rig.Stage.Ids.Next(), ProjectId = DeliveryRig.ProjectId, UserId = $"user{i}", FingerprintHex = i < 250 ? $"print{i}" : null, CreatedAt = now, UpdatedAt = now }).ToList();
            db.People.AddRange(people);
            db.TopicSubscriptions.AddRange(people.Select(p => new TopicSubscription { TopicId = Topic, Kind = SubscriberKind.Person, SubscriberId = p.Id, ProjectId = DeliveryRig.ProjectId, CreatedAt = now }));
            foreach (var (device, i) in (await db.Devices.OrderBy(d => d.Id).Skip(600).Take(50).ToListAsync()).Select((d, i) => (d, i)))
            {
                (device.UserId, device.FingerprintHex) = (null, $"print{200 + i}");
            }
            return 0;
        });

        var send = await rig.SendAsync("""{"topic":"news"}""");
        Assert.True(send.IsRunning);
        await rig.DrainAsync();

        var reached = await rig.Stage.ReadAsync(db => db.Deliveries.AsNoTracking().Where(d => d.NotificationId == send.NotificationId).Select(d => d.DeviceId).ToListAsync());
        Assert.Equal(devices.Take(500).Concat(devices.Skip(600).Take(50)).Order(), reached.Order());
        Assert.Equal(550, (await rig.RunAsync(send.NotificationId)).Written);
    }

    [Fact]
    public async Task A_small_topic_is_answered_with_tickets_and_another_project_s_is_not_found()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(150);
        var device = await rig.Stage.ReadAsync(db => db.Devices.AsNoTracking().OrderBy(d => d.Id).Select(d => d.Id).FirstAsync());
        await rig.Stage.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), (db, _) =>
        {
            db.Topics.Add(new Topic { Id = Topic, ProjectId = DeliveryRig.ProjectId, Name = "news", CreatedAt = rig.Stage.Time.GetUtcNow() });
            db.TopicSubscriptions.Add(new TopicSubscription { TopicId = Topic, Kind = SubscriberKind.Device, SubscriberId = device, ProjectId = DeliveryRig.ProjectId, CreatedAt = rig.Stage.Time.GetUtcNow() });
            return Task.FromResult(0);
        });
        Assert.Equal([device], (await rig.SendAsync("""{"topic":"news"}""")).Tickets.Select(t => t.DeviceId));
        Assert.Empty((await rig.SendAsync("""{"topic":"news"}""", projectId: 2)).Tickets);
    }

    [Fact]
    public async Task Who_opted_out_of_the_category_gets_a_row_that_says_so()
    {
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(300);
        await rig.Stage.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), (db, _) =>
        {
            db.OptOuts.AddRange(Enumerable.Range(0, 40).Select(i => new OptOut
            {
                Id = rig.Stage.Ids.Next(), ProjectId = DeliveryRig.ProjectId, Subject = ConsentSubject.User, SubjectId = $"user{i}", Category = i < 30 ? "offers" : "orders", OptedOut = i % 3 != 0, Source = "api", UpdatedAt = rig.Stage.Time.GetUtcNow(),
            }));
            return Task.FromResult(0);
        });
        var send = await rig.SendAsync(like: new PushSend { To = default, Title = "Sale", PreferenceCategory = "offers" });
        await rig.DrainAsync();
        var rows = await rig.Stage.ReadAsync(db => db.Deliveries.AsNoTracking().Where(d => d.NotificationId == send.NotificationId && d.Status == DeliveryStatus.Suppressed).ToListAsync());
        Assert.Equal(20, rows.Count);
        Assert.All(rows, d => Assert.Equal(DeliveryReason.PreferenceOptedOut, d.Reason));
        Assert.Equal(280, await rig.CountAsync(send.NotificationId, DeliveryStatus.Queued));
    }
}
