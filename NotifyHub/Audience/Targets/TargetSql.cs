using NotifyHub.Audience.Segments;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Targets;

/// <summary>How the database finds a target. Values are always bound; texts differ only by form and by the number of names.</summary>
internal static class TargetSql
{
    // What is pushed goes to apps and browsers, never to the other endpoints of their people.
    private static readonly string Push = ProviderNames.IsPushSql("v.provider");

    internal static readonly string Registered = $"v.status <> {(int)DeviceStatus.Retired} and {Push}";

    /// <summary>The walks that make up a target. What two of them find is one device all the same.</summary>
    /// <param name="engine">Whose words.</param>
    /// <param name="target">Whom; a segment with its expression.</param>
    /// <param name="now">The moment from which an expression tells "within 30 days".</param>
    public static IReadOnlyList<TargetPart> Parts(HubEngine engine, AudienceTarget target, DateTimeOffset now) => target.Kind switch
    {
        TargetKind.Devices => [ByIds(target.Devices)],
        TargetKind.Topic => [TopicDevices(target.Names[0]), .. TopicPeople(engine, target.Names[0])],
        TargetKind.Users => [ByNames(engine, "user_id", "IX_devices_project_id_user_id", target.Names), ByPeople(engine, target.Names)],
        TargetKind.Fingerprint => [ByNames(engine, "fingerprint_hex", "IX_devices_project_id_fingerprint_hex", target.Names)],
        TargetKind.Installations => [ByNames(engine, "installation_id", "ux_devices_installation", target.Names)],
        TargetKind.Everyone => [Everybody(engine)],
        TargetKind.Segment => [Segment(engine, SegmentReader.Read(target.Expression!), now)],
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };

    /// <summary>Every device of the project.</summary>
    internal static TargetPart Everybody(HubEngine engine) =>
        new($"devices v {engine.By("IX_devices_project_id_id")}", "", "v.id", $"v.project_id = @project and {Push}", Registered, []);

    private static TargetPart Segment(HubEngine engine, SegmentNode expression, DateTimeOffset now)
    {
        var condition = SegmentSql.Compile(engine, expression, now);
        return Everybody(engine) with { Join = condition.AsksPeople ? SegmentSql.People : "", Match = $"{Registered} and {condition.Text}", Values = condition.Values, IsSparse = true };
    }

    private static TargetPart ByIds(IReadOnlyList<long> ids)
    {
        var values = Padded(ids).Select((id, i) => ($"@id{i}_", (object)id)).ToList();
        return new("devices v", "", "v.id", $"v.project_id = @project and v.id in ({string.Join(", ", values.Select(v => v.Item1))}) and {Push}", Registered, values);
    }

    private static TargetPart ByNames(HubEngine engine, string column, string index, IReadOnlyList<string> names)
    {
        var values = Padded(names).Select((name, i) => ($"@name{i}_", (object)name)).ToList();
        return new($"devices v {engine.By(index)}", "", "v.id", $"v.project_id = @project and v.{column} in ({string.Join(", ", values.Select(v => v.Item1))}) and {Push}", Registered, values);
    }

    // Devices that name nobody and carry the fingerprint of one of these people.
    private static TargetPart ByPeople(HubEngine engine, IReadOnlyList<string> names)
    {
        var values = Padded(names).Select((name, i) => ($"@name{i}_", (object)name)).ToList();
        return new(
            $"people c {engine.By("IX_people_project_id_user_id")}", Carriers(engine), "c.id",
            $"c.project_id = @project and c.user_id in ({string.Join(", ", values.Select(v => v.Item1))})", CarriersMatch("c"), values, IsWide: true);
    }

    private static TargetPart TopicDevices(string topic) => new(
        "topic_subscriptions c", "cross join devices v", "c.subscriber_id", Subscribers(SubscriberKind.Device), $"v.id = c.subscriber_id and v.project_id = @project and {Registered}", [("@topic", topic)]);

    private static IEnumerable<TargetPart> TopicPeople(HubEngine engine, string topic)
    {
        var named = new TargetPart(
            "topic_subscriptions c", $"cross join people p cross join devices v {engine.By("IX_devices_project_id_user_id")}", "c.subscriber_id", Subscribers(SubscriberKind.Person),
            $"p.id = c.subscriber_id and v.project_id = @project and v.user_id = p.user_id and {Registered}", [("@topic", topic)], IsWide: true);
        yield return named;
        yield return named with { Join = $"cross join people p {Carriers(engine)}", Match = $"p.id = c.subscriber_id and {CarriersMatch("p")}" };
    }

    /// <summary>Subscriptions <c>c</c> of @topic.</summary>
    internal static string Subscribers(SubscriberKind kind) => $"c.topic_id = (select t.id from topics t where t.project_id = @project and t.name = @topic) and c.kind = {(int)kind}";

    private static string Carriers(HubEngine engine) => $"cross join devices v {engine.By("IX_devices_project_id_fingerprint_hex")}";

    private static string CarriersMatch(string person) => $"v.project_id = @project and v.fingerprint_hex = {person}.fingerprint_hex and v.user_id is null and {Registered}";

    /// <summary>To the next power of two by the last one again, so that lists of all lengths are eleven texts to prepare and not a thousand.</summary>
    public static IEnumerable<T> Padded<T>(IReadOnlyList<T> values)
    {
        var count = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)values.Count);
        return values.Concat(Enumerable.Repeat(values[^1], count - values.Count));
    }
}
