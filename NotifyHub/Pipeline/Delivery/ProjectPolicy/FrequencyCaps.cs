using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Delivery.ProjectPolicy;

/// <summary>Counts what a person has got. Asks nothing for a push to a device, for what is critical, or where the project has no cap.</summary>
internal sealed class FrequencyCaps(HubEngine engine, PolicyBook policies)
{
    /// <summary>What is in flight may still fail: whoever is stopped by that alone looks again.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    // A walk over the person's own rows, newest first; a send that waited longer than this before it went is not counted any more.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(14);

    private readonly CapLedger _ledger = new();

    /// <summary>Statement of a cap; the newest notifications that the person got in the window.</summary>
    internal static string Counted(bool ofCategory) => $"""
        select notification_id, max(sent_at) from deliveries
        where person_id = @person and id >= @floor and status = {(int)DeliveryStatus.Sent} and provider <> {(int)ProviderKind.InApp} and sent_at > @from and notification_id <> @notification{(ofCategory ? " and category = @category" : "")}
        group by notification_id order by 2 desc limit @most
        """;

    /// <summary>What stops it; null when it may go, and then it counts from now on until it is given back.</summary>
    public ValueTask<CapFact?> TakeAsync(ClaimedDelivery delivery, DateTimeOffset now, CancellationToken cancel) => delivery.PersonId is not { } person || delivery.Lane == DeliveryLane.Critical
        ? default
        : AskAsync(delivery.ProjectId, person, delivery.NotificationId, delivery.Category, new CapLedger.Entry(delivery.Id, delivery.NotificationId, delivery.Category, now), now, cancel);

    /// <summary>The same for those who only look.</summary>
    public ValueTask<CapFact?> LookAsync(long projectId, long person, long notification, string? category, DeliveryLane lane, DateTimeOffset now, CancellationToken cancel) =>
        lane == DeliveryLane.Critical ? default : AskAsync(projectId, person, notification, category, null, now, cancel);

    /// <summary>The vendor took it.</summary>
    public void Went(ClaimedDelivery delivery, DateTimeOffset now)
    {
        if (delivery.PersonId is { } person)
        {
            _ledger.Went(person, delivery.Id, now);
        }
    }

    /// <summary>It is in no hand any more.</summary>
    public void GiveBack(ClaimedDelivery delivery)
    {
        if (delivery.PersonId is { } person)
        {
            _ledger.GiveBack(person, delivery.Id);
        }
    }

    private async ValueTask<CapFact?> AskAsync(long projectId, long person, long notification, string? category, CapLedger.Entry? entry, DateTimeOffset now, CancellationToken cancel)
    {
        var caps = policies.Of(projectId)?.CapsOf(category).ToList();
        if (caps is null or [])
        {
            return null;
        }
        var rows = new List<Dictionary<long, DateTimeOffset>>(caps.Count);
        await using (var connection = await engine.OpenReadAsync(cancel))
        {
            foreach (var cap in caps)
            {
                rows.Add(await ReadAsync(connection, cap, person, notification, now, cancel));
            }
        }
        return _ledger.Take(person, entry, flying => CapMath.Strictest(caps.Select((cap, i) =>
            CapMath.Of(cap, rows[i], [.. flying.Where(e => e.Notification != notification && (cap.Category is null || cap.Category == e.Category)).Select(e => (e.Notification, e.At, e.Went))], now, LookAgain))));
    }

    private static async Task<Dictionary<long, DateTimeOffset>> ReadAsync(System.Data.Common.DbConnection connection, CapSetting cap, long person, long notification, DateTimeOffset now, CancellationToken cancel)
    {
        List<(string, object)> values =
        [
            ("@person", person), ("@floor", HubIds.FloorAt(now - cap.Window - LongestWait)), ("@from", (now - cap.Window).ToUnixTimeMilliseconds()), ("@notification", notification), ("@most", cap.Most),
        ];
        if (cap.Category is { } category)
        {
            values.Add(("@category", category));
        }
        await using var command = connection.Command(Counted(cap.Category is not null), [.. values]);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new Dictionary<long, DateTimeOffset>();
        while (await reader.ReadAsync(cancel))
        {
            found[reader.GetInt64(0)] = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1));
        }
        return found;
    }
}
