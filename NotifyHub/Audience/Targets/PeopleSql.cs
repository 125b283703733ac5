using NotifyHub.Audience.Segments;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Targets;

/// <summary>How the database finds the people of a target, and the endpoints at which each is reached. A part's people are <c>p</c>, their endpoints <c>e</c>; the project is <c>@project</c>.</summary>
internal static class PeopleSql
{
    private const string ByUser = "IX_people_project_id_user_id";

    /// <summary>The walks that make up a target. Whom two of them find is told once all the same.</summary>
    /// <param name="engine">Whose words.</param>
    /// <param name="target">Whom; a segment with its expression.</param>
    /// <param name="now">The moment from which an expression tells "within 30 days".</param>
    public static IReadOnlyList<TargetPart> Parts(HubEngine engine, AudienceTarget target, DateTimeOffset now) => target.Kind switch
    {
        TargetKind.Users => [Named(engine, target.Names)],
        TargetKind.Topic => [Subscribers(target.Names[0]), Carriers(engine, target.Names[0])],
        TargetKind.Segment => Segment(engine, SegmentReader.Read(target.Expression!), now),
        TargetKind.Team => [new($"people p {engine.By("ux_people_member")}", "", "p.id", "p.project_id = @project and p.member_id is not null", "1 = 1", [], IsWide: true)],
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };

    /// <summary>Brings what people's own names lead to: their devices, addresses and inbox. An address that is older than its person belongs to one of the same id who is being erased.</summary>
    public static string Endpoints(HubEngine engine) => $"cross join devices e {engine.By("IX_devices_project_id_user_id")}";

    /// <summary>Which of them are meant.</summary>
    public static readonly string EndpointsMatch =
        $"e.project_id = @project and e.user_id = p.user_id and e.status <> {(int)DeviceStatus.Retired} and ({ProviderNames.IsPushSql("e.provider")} or e.created_at >= p.created_at)";

    /// <summary>Brings devices that name nobody and carry the person's fingerprint.</summary>
    public static string Unnamed(HubEngine engine) => $"cross join devices e {engine.By("IX_devices_project_id_fingerprint_hex")}";

    /// <summary>Which of them are meant.</summary>
    public static readonly string UnnamedMatch =
        $"e.project_id = @project and e.fingerprint_hex = p.fingerprint_hex and e.user_id is null and e.status <> {(int)DeviceStatus.Retired} and {ProviderNames.IsPushSql("e.provider")}";

    /// <summary>A part's people in the order of its key. Parameters beside the part's: @after, @upto, @limit.</summary>
    public static string First(TargetPart part) => $"select p.id from {part.Candidates} {part.Join} where {part.Stretch} order by {part.Key} limit @limit";

    private static TargetPart Named(HubEngine engine, IReadOnlyList<string> names)
    {
        var values = TargetSql.Padded(names).Select((name, i) => ($"@name{i}_", (object)name)).ToList();
        return new($"people p {engine.By(ByUser)}", "", "p.id", $"p.project_id = @project and p.user_id in ({string.Join(", ", values.Select(v => v.Item1))})", "1 = 1", values, IsWide: true);
    }

    private static TargetPart Subscribers(string topic) => new(
        "topic_subscriptions c", "cross join people p", "c.subscriber_id", TargetSql.Subscribers(SubscriberKind.Person), "p.id = c.subscriber_id and p.project_id = @project", [("@topic", topic)], IsWide: true);

    // Whose device subscribed, without themselves.
    private static TargetPart Carriers(HubEngine engine, string topic) => new(
        "topic_subscriptions c", $"cross join devices v cross join people p {engine.By(ByUser)}", "c.subscriber_id", TargetSql.Subscribers(SubscriberKind.Device),
        "v.id = c.subscriber_id and v.project_id = @project and p.project_id = @project and p.user_id = v.user_id", [("@topic", topic)], IsWide: true);

    // By what is so of their devices, and by what is so of themselves: a person's inbox, whose id is theirs, stands in for who has no device.
    private static List<TargetPart> Segment(HubEngine engine, SegmentNode expression, DateTimeOffset now)
    {
        var condition = SegmentSql.Compile(engine, expression, now);
        var devices = TargetSql.Everybody(engine) with { Join = SegmentSql.People, Match = $"{TargetSql.Registered} and p.id is not null and {condition.Text}", Values = condition.Values, IsSparse = true, IsWide = true };
        var inboxes = new TargetPart(
            $"people q {engine.By("IX_people_project_id_id")}", $"cross join devices v {SegmentSql.People}", "q.id", "q.project_id = @project", $"v.id = q.id and p.id is not null and {condition.Text}", condition.Values, IsSparse: true, IsWide: true);
        return [devices, inboxes];
    }
}
