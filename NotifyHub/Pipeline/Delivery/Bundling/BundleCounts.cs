using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Policy;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Delivery.Bundling;

/// <summary>Of which many become few: what one person gets of one type over one channel, and of one digest key where the producer names one.</summary>
/// <param name="Type">The type's key.</param>
/// <param name="DigestKey">Empty for none.</param>
/// <param name="Channel">Over which.</param>
internal readonly record struct BundleGroup(string Type, string DigestKey, ChannelKind Channel)
{
    public string Name => $"{(int)Channel} {Type} {DigestKey}";
}

/// <summary>Counts what a person got of a group, and keeps what is too many for the summary. The inbox is no part of it: there each item stays by itself.</summary>
internal sealed class BundleCounts(HubEngine engine, BundleRules rules)
{
    // A walk over the person's own rows, newest first; a send that waited longer than this before it went is not counted any more.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(2);

    private readonly CapLedger _ledger = new();

    /// <summary>Newest notifications of a group that the person got since a moment.</summary>
    internal static readonly string Counted = $"""
        select distinct d.notification_id from deliveries d join notifications n on n.id = d.notification_id
        where d.person_id = @person and d.id >= @floor and d.status = {(int)DeliveryStatus.Sent} and d.sent_at > @from and d.notification_id <> @notification
            and {PersonSql.ChannelOf("d.provider")} = @channel and n.type = @type and coalesce(n.digest_key, '') = @key
        limit @most
        """;

    /// <summary>One more for the summary. Parameters in order: @person @type @channel @notification @key @project @at.</summary>
    internal const string Hold = """
        insert into bundles (person_id, type, channel, notification_id, digest_key, project_id, summary_at) values (@person, @type, @channel, @notification, @key, @project, @at)
        on conflict (person_id, type, channel, notification_id) do nothing
        """;

    /// <summary>What it is too many of; null when it may go by itself, and then it counts from now on until it is given back.</summary>
    public ValueTask<BundleFact?> TakeAsync(ClaimedDelivery delivery, DateTimeOffset now, CancellationToken cancel) => delivery is { PersonId: { } person, Group: { } group } && delivery.Lane != DeliveryLane.Critical
        ? AskAsync(delivery.ProjectId, person, delivery.NotificationId, group, new CapLedger.Entry(delivery.Id, delivery.NotificationId, group.Name, now), now, cancel)
        : default;

    /// <summary>The same for those who only look.</summary>
    public ValueTask<BundleFact?> LookAsync(long projectId, long person, long notification, BundleGroup group, DeliveryLane lane, DateTimeOffset now, CancellationToken cancel) =>
        lane == DeliveryLane.Critical ? default : AskAsync(projectId, person, notification, group, null, now, cancel);

    /// <summary>The vendor took it.</summary>
    public void Went(ClaimedDelivery delivery, DateTimeOffset now)
    {
        if (delivery is { PersonId: { } person, Group: not null })
        {
            _ledger.Went(person, delivery.Id, now);
        }
    }

    /// <summary>It is in no hand any more.</summary>
    public void GiveBack(ClaimedDelivery delivery)
    {
        if (delivery is { PersonId: { } person, Group: not null })
        {
            _ledger.GiveBack(person, delivery.Id);
        }
    }

    /// <summary>Keeps a delivery that was too many for the summary, in the transaction that ends it.</summary>
    public static async ValueTask HoldAsync(WriteSession session, ClaimedDelivery delivery, DateTimeOffset now)
    {
        if (delivery is { PersonId: { } person, Group: { } group, Bundle: { } bundle })
        {
            await session.Prepare(Hold).Bind(person, group.Type, group.Channel, delivery.NotificationId, group.DigestKey, delivery.ProjectId, now + bundle.Window).ExecuteLaterAsync();
        }
    }

    private async ValueTask<BundleFact?> AskAsync(long projectId, long person, long notification, BundleGroup group, CapLedger.Entry? entry, DateTimeOffset now, CancellationToken cancel)
    {
        if (group.DigestKey == Bundle.SummaryKey || await rules.OfAsync(projectId, group.Type, cancel) is not { } rule)
        {
            return null;
        }
        var sent = await ReadAsync(rule, person, notification, group, now, cancel);
        return _ledger.Take<BundleFact>(person, entry, flying =>
        {
            var others = flying.Where(e => e.Notification != notification && e.Category == group.Name && e.At > now - TimeSpan.FromMinutes(rule.WindowMinutes)).Select(e => e.Notification);
            return sent.Union(others).Count() >= rule.Most ? new BundleFact(rule.Most, TimeSpan.FromMinutes(rule.WindowMinutes)) : null;
        });
    }

    private async Task<List<long>> ReadAsync(TypeBundling rule, long person, long notification, BundleGroup group, DateTimeOffset now, CancellationToken cancel)
    {
        var from = now - TimeSpan.FromMinutes(rule.WindowMinutes);
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(Counted,
            ("@person", person), ("@floor", HubIds.FloorAt(from - LongestWait)), ("@from", from.ToUnixTimeMilliseconds()), ("@notification", notification),
            ("@channel", (int)group.Channel), ("@type", group.Type), ("@key", group.DigestKey), ("@most", rule.Most));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<long>();
        while (await reader.ReadAsync(cancel))
        {
            found.Add(reader.GetInt64(0));
        }
        return found;
    }
}
