using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Audience.Segments;
using NotifyHub.Audience.Targets;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.Segments;

/// <summary>Thousands of expressions over made-up people: the engine under test and the evaluator find the same devices.</summary>
public sealed class SegmentPropertyTests : IAsyncLifetime
{
    private const long Project = 1;
    private static readonly DateTimeOffset Now = new(2026, 6, 11, 8, 0, 0, TimeSpan.Zero);
    private static readonly string?[] Words = [null, "", "a", "A", "ab", "pro", "Zürich", "日本", "x'y\"z\\", "100", "true", "%", "_", "4.2.0", " "];
    private static readonly string?[] Versions = [null, "", "4", "4.2", "4.2.0", "4.10.1", "4.02", "4.2.0-beta.1", "4.2.0+7", "5.0 (12)", "1.2.3.4", "1.2.3.4.5", "v4.2", "4..2", "4.", ".4", "1234567890", "123456789.1", "4.2.0\n"];
    private static readonly string[] TraitNames = ["plan", "age", "vip", "a.b", "x-y", "when:seen"];
    private readonly List<Seen> _people = [];
    private TempStore _store = null!;

    public async Task InitializeAsync()
    {
        _store = await TempStore.OpenAsync();
        var chance = new Random(5);
        var topics = new[] { "news", "sport" }.Select(name => new Topic { Id = _store.Ids.Next(), ProjectId = Project, Name = name, CreatedAt = Now }).ToList();
        await _store.Gate.WriteAsync(ProjectScope.Of(Project), (db, _) =>
        {
            db.Topics.AddRange(topics);
            var people = Enumerable.Range(0, 60).Select(i => NewPerson(chance, i)).ToList();
            db.People.AddRange(people);
            var taken = people.ToDictionary(p => p.Id, p => Subscribe(db, chance, topics, SubscriberKind.Person, p.Id));
            for (var i = 0; i < 240; i++)
            {
                var device = NewDevice(chance, people);
                db.Devices.Add(device);
                var person = device.UserId is { } user ? people.Find(p => p.UserId == user) : device.FingerprintHex is { } hex ? people.Where(p => p.FingerprintHex == hex).MinBy(p => p.Id) : null;
                _people.Add(new Seen(device, person, Subscribe(db, chance, topics, SubscriberKind.Device, device.Id), person is null ? new HashSet<string>() : taken[person.Id]));
            }
            var events = Enumerable.Range(0, 500).Select(_ => NewEvent(chance)).ToList();
            db.Events.AddRange(events);
            for (var i = 0; i < _people.Count; i++)
            {
                var user = _people[i].Device.UserId ?? _people[i].Person?.UserId;
                _people[i] = _people[i] with { Events = [.. events.Where(e => e.DeviceRef == _people[i].Device.Id || (user is not null && e.UserId == user))] };
            }
            return Task.FromResult(0);
        });
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task What_is_compiled_means_what_is_written()
    {
        var chance = new Random(17);
        var evaluator = new SegmentEvaluator(Now);
        await using var connection = await _store.Engine.OpenReadAsync();
        var found = 0;
        for (var i = 0; i < 3000; i++)
        {
            var json = NewNode(chance, depth: 1).ToJsonString();
            var node = SegmentReader.Read(json);
            var part = TargetSql.Parts(_store.Engine, new AudienceTarget(TargetKind.Segment) { Expression = json }, Now)[0];
            var rows = await part.DevicesAsync(connection, Project, 0, long.MaxValue, 1000, default);
            var expected = _people.Where(seen => seen.Device.Status != DeviceStatus.Retired && evaluator.Fits(node, seen)).Select(seen => seen.Device.Id).Order();
            Assert.True(expected.SequenceEqual(rows.Select(r => r.Id)), $"{json}\nexpected {string.Join(',', expected)}\nfound {string.Join(',', rows.Select(r => r.Id))}");
            found += rows.Count;
        }
        // A test in which nothing is ever found, or everything, shows little.
        Assert.InRange(found / 3000, 20, 200);
    }

    [Fact]
    public void Nothing_of_an_expression_stands_in_the_statement()
    {
        const string canary = "canary7f3";
        var json = $$$"""{"all":[{"trait":"{{{canary}}}","is":"{{{canary}}}"},{"trait":"x","in":["{{{canary}}}",7351,true]},{"device":"model","prefix":"{{{canary}}}"},{"user":"email","is":"{{{canary}}}"},{"topic":"{{{canary}}}"},{"device":"appVersion","versionGte":"7351.1"},{"event":"{{{canary}}}","gte":7351,"within":"30d"}]}""";
        var condition = SegmentSql.Compile(_store.Engine, SegmentReader.Read(json), Now);
        Assert.DoesNotContain(canary, condition.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("7351", condition.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expression_as_large_as_may_be_runs()
    {
        JsonNode node = new JsonObject { ["device"] = "platform", ["in"] = new JsonArray([.. Enumerable.Range(0, 100).Select(i => (JsonNode)$"p{i}")]) };
        for (var depth = 1; depth < SegmentReader.MostDepth; depth++)
        {
            node = new JsonObject { ["not"] = node };
        }
        var wide = new JsonObject { ["any"] = new JsonArray([.. Enumerable.Range(0, SegmentReader.MostNodes - 1).Select(i => (JsonNode)new JsonObject { ["trait"] = "age", ["gte"] = i })]) };
        await using var connection = await _store.Engine.OpenReadAsync();
        foreach (var json in new[] { node.ToJsonString(), wide.ToJsonString() })
        {
            var part = TargetSql.Parts(_store.Engine, new AudienceTarget(TargetKind.Segment) { Expression = json }, Now)[0];
            Assert.NotNull(await part.DevicesAsync(connection, Project, 0, long.MaxValue, 10, default));
        }
    }

    private static T Pick<T>(Random chance, IReadOnlyList<T> from) => from[chance.Next(from.Count)];

    private static string? Traits(Random chance)
    {
        if (chance.Next(4) == 0)
        {
            return null;
        }
        var traits = new JsonObject();
        foreach (var name in TraitNames.Where(_ => chance.Next(2) == 0))
        {
            traits[name] = TraitValue(chance);
        }
        return traits.ToJsonString();
    }

    private static JsonNode? TraitValue(Random chance) => chance.Next(8) switch
    {
        0 => null,
        1 => JsonValue.Create(chance.Next(5)),
        2 => JsonValue.Create(chance.Next(50) / 10.0),
        3 => JsonValue.Create(chance.Next(2) == 0),
        4 => new JsonArray("a", 1),
        5 => new JsonObject { ["a"] = 1 },
        6 => Pick(chance, Versions) is { } version ? JsonValue.Create(version) : null,
        _ => Pick(chance, Words) is { } word ? JsonValue.Create(word) : null,
    };

    private Person NewPerson(Random chance, int i) => new()
    {
        Id = _store.Ids.Next(), ProjectId = Project, UserId = $"u{i}", FingerprintHex = chance.Next(2) == 0 ? Hex(chance.Next(20)) : null, Email = chance.Next(2) == 0 ? $"{Pick(chance, Words)}@example.com" : null,
        Phone = chance.Next(2) == 0 ? "+41" : null, Name = Pick(chance, Words), Locale = chance.Next(2) == 0 ? "de-CH" : null, TimeZone = null, Traits = Traits(chance), CreatedAt = Now, UpdatedAt = Now,
    };

    private Device NewDevice(Random chance, List<Person> people)
    {
        var id = _store.Ids.Next();
        var seen = Now.AddDays(-chance.Next(60));
        return new Device
        {
            Id = id, ProjectId = Project, Provider = Pick(chance, ProviderNames.Supported), SealedToken = [], TokenHash = BitConverter.GetBytes(id), TokenTail = "", Environment = chance.Next(2) == 0 ? "sandbox" : null,
            UserId = chance.Next(3) switch { 0 => null, 1 => Pick(chance, people).UserId, _ => $"stranger{chance.Next(5)}" }, FingerprintHex = chance.Next(2) == 0 ? Hex(chance.Next(20)) : null,
            Platform = Pick(chance, Words), Locale = chance.Next(2) == 0 ? "de-CH" : "fr", TimeZone = chance.Next(2) == 0 ? "Europe/Zurich" : null, AppVersion = Pick(chance, Versions), OsVersion = Pick(chance, Versions),
            Model = Pick(chance, Words), Permission = chance.Next(2) == 0 ? "granted" : null, Traits = Traits(chance), Status = chance.Next(8) == 0 ? DeviceStatus.Retired : DeviceStatus.Active,
            RegisteredAt = seen, LastSeenAt = seen, CreatedAt = seen.AddDays(-chance.Next(30)), UpdatedAt = seen,
        };
    }

    private AppEvent NewEvent(Random chance)
    {
        var device = Pick(chance, _people).Device;
        var at = Now.AddDays(-chance.Next(60));
        return new AppEvent
        {
            Id = _store.Ids.Next(), ProjectId = Project, Name = Pick(chance, new[] { "order_placed", "opened", "crash" }), At = at, ReceivedAt = at,
            UserId = chance.Next(3) switch { 0 => null, 1 => device.UserId, _ => Pick(chance, _people).Device.UserId }, DeviceRef = chance.Next(2) == 0 ? null : device.Id,
        };
    }

    private static string Hex(int n) => n.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    private static HashSet<string> Subscribe(NotifyHub.Data.HubDb db, Random chance, List<Topic> topics, SubscriberKind kind, long subscriber)
    {
        var taken = topics.Where(_ => chance.Next(4) == 0).ToList();
        db.TopicSubscriptions.AddRange(taken.Select(topic => new TopicSubscription { TopicId = topic.Id, Kind = kind, SubscriberId = subscriber, ProjectId = Project, CreatedAt = Now }));
        return [.. taken.Select(topic => topic.Name)];
    }

    private static JsonObject NewNode(Random chance, int depth) => depth < 5 && chance.Next(3) > 0
        ? chance.Next(3) switch
        {
            0 => new JsonObject { ["all"] = new JsonArray([.. Enumerable.Range(0, chance.Next(1, 3)).Select(_ => (JsonNode)NewNode(chance, depth + 1))]) },
            1 => new JsonObject { ["any"] = new JsonArray([.. Enumerable.Range(0, chance.Next(1, 4)).Select(_ => (JsonNode)NewNode(chance, depth + 1))]) },
            _ => new JsonObject { ["not"] = NewNode(chance, depth + 1) },
        }
        : NewLeaf(chance);

    private static string Word(Random chance) => Pick(chance, Words) ?? "pro";

    private static string Version(Random chance) => Pick(chance, new[] { "4", "4.2", "4.2.0", "4.10", "1.2.3.4", "0", "123456789" });

    private static JsonObject NewLeaf(Random chance)
    {
        switch (chance.Next(6))
        {
            case 0:
                return Trait(chance, new JsonObject { ["trait"] = Pick(chance, TraitNames) });
            case 1:
                return Field(chance, new JsonObject { ["device"] = Pick(chance, new[] { "platform", "environment", "locale", "timezone", "appVersion", "osVersion", "model", "permission" }) });
            case 2:
                return Field(chance, new JsonObject { ["user"] = Pick(chance, new[] { "id", "email", "phone", "name", "locale", "timezone" }) });
            case 3:
                return chance.Next(2) == 0 ? new JsonObject { ["topic"] = Pick(chance, new[] { "news", "sport", "none" }), ["exists"] = chance.Next(3) > 0 } : new JsonObject { ["device"] = "provider", ["in"] = new JsonArray("apns", "fcm") };
            case 4:
                return Event(chance, new JsonObject { ["event"] = Pick(chance, new[] { "order_placed", "opened", "crash", "none" }) });
            default:
                var leaf = new JsonObject { ["seen"] = Pick(chance, new[] { "last", "first" }) };
                var comparison = Pick(chance, new[] { "within", "notWithin", "gt", "gte", "lt", "lte" });
                leaf[comparison] = comparison.Contains("ithin", StringComparison.Ordinal) ? $"{chance.Next(1, 60)}d" : Now.AddDays(-chance.Next(60)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
                return leaf;
        }
    }

    private static JsonObject Event(Random chance, JsonObject leaf)
    {
        var comparison = Pick(chance, new[] { "", "exists", "within", "notWithin", "gt", "gte", "lt", "lte" });
        if (comparison is not ("" or "within" or "notWithin") && chance.Next(2) == 0)
        {
            leaf["within"] = $"{chance.Next(1, 60)}d";
        }
        if (comparison.Length > 0)
        {
            leaf[comparison] = comparison switch { "exists" => chance.Next(2) == 0, "within" or "notWithin" => $"{chance.Next(1, 60)}d", _ => (JsonNode)chance.Next(5) };
        }
        return leaf;
    }

    private static JsonObject Trait(Random chance, JsonObject leaf)
    {
        JsonNode Scalar() => chance.Next(4) switch { 0 => chance.Next(5), 1 => chance.Next(50) / 10.0, 2 => chance.Next(2) == 0, _ => Word(chance) };
        var (name, value) = chance.Next(7) switch
        {
            0 => ("is", Scalar()),
            1 => ("isNot", Scalar()),
            2 => ("in", new JsonArray([.. Enumerable.Range(0, chance.Next(1, 5)).Select(_ => Scalar())])),
            3 => ("exists", chance.Next(2) == 0),
            4 => ("prefix", (JsonNode)Word(chance)),
            5 => (Pick(chance, new[] { "gt", "gte", "lt", "lte" }), (JsonNode)(chance.Next(50) / 10.0)),
            _ => (Pick(chance, new[] { "versionGt", "versionGte", "versionLt", "versionLte" }), (JsonNode)Version(chance)),
        };
        leaf[name] = value;
        return leaf;
    }

    private static JsonObject Field(Random chance, JsonObject leaf)
    {
        var versioned = leaf["device"]?.GetValue<string>() is "appVersion" or "osVersion";
        var (name, value) = chance.Next(versioned ? 6 : 5) switch
        {
            0 => ("is", (JsonNode)Word(chance)),
            1 => ("isNot", (JsonNode)Word(chance)),
            2 => ("in", new JsonArray([.. Enumerable.Range(0, chance.Next(1, 5)).Select(_ => (JsonNode)Word(chance))])),
            3 => ("exists", (JsonNode)(chance.Next(2) == 0)),
            4 => ("prefix", (JsonNode)Word(chance)),
            _ => (Pick(chance, new[] { "versionGt", "versionGte", "versionLt", "versionLte" }), (JsonNode)Version(chance)),
        };
        leaf[name] = value;
        return leaf;
    }
}
