using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Segments;

/// <summary>An expression as one condition on devices <c>v</c> with their people <c>p</c>. Every leaf is true or false, never unknown, so that <c>not</c> means what it says.</summary>
/// <param name="Text">The condition.</param>
/// <param name="Values">Its parameters: every value and every name of the request is one.</param>
/// <param name="AsksPeople">The people must be joined.</param>
internal sealed record SegmentCondition(string Text, IReadOnlyList<(string Name, object Value)> Values, bool AsksPeople);

/// <summary>Compiles expressions.</summary>
internal sealed class SegmentSql
{
    private static readonly Dictionary<SegmentComparison, string> Operators = new()
    {
        [SegmentComparison.Gt] = ">", [SegmentComparison.Gte] = ">=", [SegmentComparison.Lt] = "<", [SegmentComparison.Lte] = "<=",
        [SegmentComparison.VersionGt] = ">", [SegmentComparison.VersionGte] = ">=", [SegmentComparison.VersionLt] = "<", [SegmentComparison.VersionLte] = "<=",
    };

    private readonly HubEngine _engine;
    private readonly DateTimeOffset _now;
    private readonly List<(string Name, object Value)> _values = [];
    private bool _asksPeople;

    private SegmentSql(HubEngine engine, DateTimeOffset now) => (_engine, _now) = (engine, now);

    /// <summary>The condition; "within 30 days" is told from <paramref name="now"/>.</summary>
    public static SegmentCondition Compile(HubEngine engine, SegmentNode expression, DateTimeOffset now)
    {
        var compiler = new SegmentSql(engine, now);
        var text = compiler.Node(expression);
        return new SegmentCondition(text, compiler._values, compiler._asksPeople);
    }

    /// <summary>
    /// Brings the person in whose device <c>v</c> is: by the user id that the device names, or by the fingerprint of a device that names nobody.
    /// </summary>
    public const string People = """
        left join people p on p.id = case when v.user_id is not null
            then (select u.id from people u where u.project_id = v.project_id and u.user_id = v.user_id)
            else (select min(u.id) from people u where u.project_id = v.project_id and u.fingerprint_hex = v.fingerprint_hex) end
        """;

    private string Node(SegmentNode node) => node switch
    {
        SegmentGroup { Join: SegmentJoin.Not } not => $"(not {Node(not.Parts[0])})",
        SegmentGroup group => $"({string.Join(group.Join == SegmentJoin.All ? " and " : " or ", group.Parts.Select(Node))})",
        SegmentLeaf { Comparison: SegmentComparison.IsNot } leaf => $"(not {Node(leaf with { Comparison = SegmentComparison.Is })})",
        SegmentLeaf { Comparison: SegmentComparison.NotWithin } leaf => $"(not {Node(leaf with { Comparison = SegmentComparison.Within })})",
        SegmentLeaf leaf => $"coalesce({Leaf(leaf)}, false)",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private string Leaf(SegmentLeaf leaf) => leaf.Subject switch
    {
        SegmentSubject.Trait => Trait(leaf),
        SegmentSubject.Device => Field(leaf, SegmentFields.Device[leaf.Name]),
        SegmentSubject.User => Field(leaf, SegmentFields.User[leaf.Name]),
        SegmentSubject.Seen => Seen(leaf, SegmentFields.Seen[leaf.Name]),
        SegmentSubject.Topic => Topic(leaf),
        SegmentSubject.Event => Event(leaf),
        _ => throw new ArgumentOutOfRangeException(nameof(leaf)),
    };

    private string Field(SegmentLeaf leaf, string column)
    {
        _asksPeople |= column.StartsWith("p.", StringComparison.Ordinal);
        return leaf.Comparison switch
        {
            SegmentComparison.Exists => leaf.Value.Flag ? $"({column} is not null)" : $"({column} is null)",
            SegmentComparison.Is or SegmentComparison.In => $"({column} in ({string.Join(", ", TargetSql.Padded(leaf.Value.Scalars).Select(FieldValue))}))",
            SegmentComparison.Prefix => Prefix(column, leaf),
            _ => _engine.Json.CompareVersion(column, Operators[leaf.Comparison], Numbers(leaf)),
        };
    }

    // The provider is a number in its column.
    private string FieldValue(SegmentScalar scalar) =>
        scalar.Kind == ScalarKind.Number ? $"cast({Bind(long.Parse(scalar.Text, System.Globalization.CultureInfo.InvariantCulture))} as bigint)" : Text(scalar.Text);

    private string Trait(SegmentLeaf leaf)
    {
        _asksPeople = true;
        var (name, json) = (Bind(leaf.Name), _engine.Json);
        // The device's own word goes before the person's.
        var traits = $"(case when {json.Kind("v.traits", name)} is not null then v.traits else p.traits end)";
        return leaf.Comparison switch
        {
            SegmentComparison.Exists => $"({json.Kind(traits, name)} is {(leaf.Value.Flag ? "not " : "")}null)",
            SegmentComparison.Is or SegmentComparison.In => $"({string.Join(" or ", TargetSql.Padded(leaf.Value.Scalars).Select(Same))})",
            SegmentComparison.Prefix => Prefix(json.Text(traits, name), leaf),
            SegmentComparison.Gt or SegmentComparison.Gte or SegmentComparison.Lt or SegmentComparison.Lte =>
                json.CompareNumber(traits, name, Operators[leaf.Comparison], Bind(leaf.Value.Scalars[0].Text)),
            _ => json.CompareVersion(json.Text(traits, name), Operators[leaf.Comparison], Numbers(leaf)),
        };

        string Same(SegmentScalar scalar) => scalar.Kind switch
        {
            ScalarKind.Number => json.CompareNumber(traits, name, "=", Bind(scalar.Text)),
            ScalarKind.Boolean => json.IsBoolean(traits, name, Bind(scalar.Text)),
            _ => json.IsText(traits, name, Bind(scalar.Text)),
        };
    }

    private string Seen(SegmentLeaf leaf, string column) => leaf.Comparison == SegmentComparison.Within
        ? $"({column} >= {Milliseconds(_now - leaf.Value.Span)})"
        : $"({column} {Operators[leaf.Comparison]} {Milliseconds(leaf.Value.Time)})";

    private string Topic(SegmentLeaf leaf)
    {
        _asksPeople = true;
        var topic = $"(select t.id from topics t where t.project_id = v.project_id and t.name = {Text(leaf.Name)})";
        var subscribed = $"(exists ({Subscription(topic, SubscriberKind.Device, "v.id")}) or exists ({Subscription(topic, SubscriberKind.Person, "p.id")}))";
        return leaf.Value.Flag ? subscribed : $"(not {subscribed})";
    }

    // What the person did on any device, and what was done on this one by nobody in particular, or by another.
    private string Event(SegmentLeaf leaf)
    {
        _asksPeople = true;
        const string user = "coalesce(v.user_id, p.user_id)";
        var window = leaf.Comparison == SegmentComparison.Within ? leaf.Value.Span : leaf.Window;
        var happened = $"e.name = {Text(leaf.Name)}" + (window is { } span ? $" and e.at >= {Milliseconds(_now - span)}" : "");
        var byPerson = $"select 1 from events e {_engine.By("ix_events_user")} where e.project_id = v.project_id and e.user_id = {user} and {happened}";
        var here = $"select 1 from events e {_engine.By("ix_events_device")} where e.project_id = v.project_id and e.device_ref = v.id and (e.user_id is null or {user} is null or e.user_id <> {user}) and {happened}";
        if (leaf.Comparison is SegmentComparison.Exists or SegmentComparison.Within)
        {
            var ever = $"(exists ({byPerson}) or exists ({here}))";
            return leaf.Comparison == SegmentComparison.Within || leaf.Value.Flag ? ever : $"(not {ever})";
        }
        // Counted no further than the answer asks for.
        var (count, most) = ($"cast({Bind(leaf.Value.Count)} as bigint)", Bind(leaf.Value.Count + 1));
        return $"((select count(*) from ({byPerson} limit {most}) one) + (select count(*) from ({here} limit {most}) two) {Operators[leaf.Comparison]} {count})";
    }

    private static string Subscription(string topic, SubscriberKind kind, string subscriber) =>
        $"select 1 from topic_subscriptions s where s.topic_id = {topic} and s.kind = {(int)kind} and s.subscriber_id = {subscriber}";

    private string Prefix(string text, SegmentLeaf leaf)
    {
        var value = Text(leaf.Value.Scalars[0].Text);
        return $"(substr({text}, 1, length({value})) = {value})";
    }

    private List<string> Numbers(SegmentLeaf leaf) => [.. leaf.Value.Version.Select(number => Bind(number))];

    private string Text(string text) => $"cast({Bind(text)} as text)";

    private string Milliseconds(DateTimeOffset time) => $"cast({Bind(time.ToUnixTimeMilliseconds())} as bigint)";

    private string Bind(object value)
    {
        var name = $"@s{_values.Count}_";
        _values.Add((name, value));
        return name;
    }
}
