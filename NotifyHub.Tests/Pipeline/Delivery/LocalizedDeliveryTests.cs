using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>A notification that says it in several languages: each device gets the nearest to its own.</summary>
public sealed class LocalizedDeliveryTests
{
    [Fact]
    public async Task Each_device_gets_the_nearest_language_and_the_rest_the_notifications_own()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        var wanted = new (string? Locale, string Title)[] { ("de-AT", "de-AT"), ("de-CH", "de"), ("DE", "de"), ("de_AT", "de-AT"), ("den", "own"), ("fr-CA-x-a", "fr-CA"), ("fr", "own"), (null, "own"), ("person", "de-AT") };
        var devices = new List<Device>();
        foreach (var (locale, _) in wanted)
        {
            devices.Add(await rig.DeviceAsync());
        }
        await rig.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), (db, _) =>
        {
            foreach (var (device, (locale, _)) in devices.Zip(wanted))
            {
                db.Devices.Attach(device);
                device.Locale = locale == "person" ? null : locale;
                device.UserId = locale == "person" ? "ada" : null;
            }
            db.People.Add(new Person { Id = rig.Ids.Next(), ProjectId = DeliveryRig.ProjectId, UserId = "ada", Locale = "de-AT" });
            return Task.FromResult(0);
        });
        await rig.StoreAsync(devices, message: new PushMessage { Title = "own" });
        await rig.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), (db, _) =>
        {
            var notification = db.Notifications.Single();
            notification.Localized = true;
            db.NotificationContents.AddRange(new[] { "de", "de-AT", "fr-CA" }.Select(locale => new NotificationContent
            {
                NotificationId = notification.Id, Locale = locale, ProjectId = notification.ProjectId, Payload = PushMessageJson.Write(new PushMessage { Title = locale }),
            }));
            return Task.FromResult(0);
        });
        rig.Wake();
        for (var i = 0; i < wanted.Length; i++)
        {
            Assert.True(await rig.Apns.Called.WaitAsync(TimeSpan.FromSeconds(30)));
        }
        var said = rig.Apns.Calls.ToDictionary(call => call.Target.Token, call => call.Message.Title);
        Assert.Equal(wanted.Select(w => w.Title), devices.Select(d => said[$"token-{d.Id}"]));
    }
}
