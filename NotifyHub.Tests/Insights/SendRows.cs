using System.Security.Cryptography;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Insights;

/// <summary>Rows as the stages leave them, at times of the test's choosing.</summary>
internal sealed class SendRows(TempStore store, ManualTime clock)
{
    public const long Project = 7, OtherProject = 8;
    private readonly HubIds _ids = new(clock, new Random(1));

    public ManualTime Clock => clock;

    public long NextId() => _ids.Next();

    public async Task<Device> DeviceAsync(ProviderKind provider = ProviderKind.Apns, long project = Project, Action<Device>? change = null)
    {
        var now = clock.GetUtcNow();
        var device = new Device
        {
            Id = _ids.Next(), ProjectId = project, Provider = provider, SealedToken = [1], TokenHash = RandomNumberGenerator.GetBytes(32), TokenTail = "a1b2c3",
            Platform = "ios", Model = "iPhone 17", UserId = "ada", Status = DeviceStatus.Active, RegisteredAt = now, LastSeenAt = now, CreatedAt = now, UpdatedAt = now,
        };
        change?.Invoke(device);
        await AddAsync(device);
        return device;
    }

    /// <summary>A notification of one delivery; sent unless the test says otherwise. Each is a second later than the one before.</summary>
    public async Task<DeliveryTask> SendAsync(Device device, Action<DeliveryTask>? change = null, Action<Notification>? about = null)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        var now = clock.GetUtcNow();
        var notification = new Notification
        {
            Id = _ids.Next(), ProjectId = device.ProjectId, Payload = PushMessageJson.Write(new PushMessage { Title = "Your order shipped", Body = "Track it" }),
            Title = "Your order shipped", Preview = "Track it", Target = "\"dev\"", Recipients = 1, CreatedAt = now,
        };
        about?.Invoke(notification);
        var delivery = new DeliveryTask
        {
            Id = _ids.Next(), ProjectId = device.ProjectId, NotificationId = notification.Id, DeviceId = device.Id, Provider = device.Provider, Lane = DeliveryLane.High,
            Status = DeliveryStatus.Sent, Outcome = nameof(OutcomeKind.Accepted), Attempts = 1, DueAt = now, CreatedAt = now, UpdatedAt = now, SentAt = now,
        };
        change?.Invoke(delivery);
        await AddAsync(notification, delivery);
        return delivery;
    }

    public Task AttemptAsync(DeliveryTask delivery, string outcome, int number = 1) => AddAsync(new Attempt
    {
        Id = _ids.Next(), ProjectId = delivery.ProjectId, DeliveryId = delivery.Id, Number = number, Outcome = outcome, Status = 200, DurationMs = 12, At = clock.GetUtcNow(),
    });

    public async Task AddAsync(params object[] rows)
    {
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    public async Task ChangeAsync<T>(long id, Action<T> change) where T : class
    {
        await using var db = store.Contexts.Open(ProjectScope.EveryProject);
        change((await db.FindAsync<T>(id))!);
        await db.SaveChangesAsync();
    }
}
