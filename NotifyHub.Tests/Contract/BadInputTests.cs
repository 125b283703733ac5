using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Contract;

/// <summary>Walks the OpenAPI document: every field of every body, every id and every query value gets what a careless or hostile caller could send. Never a 5xx, never a word of the inside, never slow.</summary>
public sealed class BadInputTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private static readonly string[] Inside = ["Exception", "System.", "Microsoft.", "NotifyHub.", "SQLite", "select ", "insert into", "   at ", "stack"];

    // Raw JSON in the place of a value.
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "2147483648", "-9223372036854775809", "1e400", "1e400000", "\"\"", "\" \"", "\"12\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00x\"",
        "\"\\ud83d\\ude00\"", "\"\u202E\u200B\"", "\"<script>alert(1)</script>\"", "\"'; drop table devices; --\"", "\"{{7*7}}${7*7}\"", "\"../../etc/passwd\"",
        "\"line\\r\\nX-Injected: 1\"", "\"2026-06-11T08:00:00\"", "\"2026-06-11T08:00:00+99:00\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "\"dev_0000000000000\"", "\"dev_zzzzzzzzzzzzz\"",
        "\"http://169.254.169.254/\"", "\"javascript:alert(1)\"", "\"data:text/html,x\"", "[]", "[null]", "[[]]", "[\"x\",\"x\"]", "{}", "{\"a\":null}", "{\"\":1}", "{\"a\":1,\"a\":2}", "{\"__proto__\":{\"x\":1}}", "{\"notifyhub_msg_id\":\"x\"}",
    ];

    private static readonly string[] Ids = ["x", "%20", "%27", "%22", "%00", "%0d%0a", "%F0%9F%98%80", "..", "%2e%2e%2f", "null", "-1", "dlv_zzzzzzzzzzzzz", "dev_0000000000000", new string('9', 2000)];

    private static readonly string[] Queries = ["", "%00", "-1", "0", "1e9", "99999999999999999999", "null", "%ED%A0%80", "a%20b", "'--", "cur_0000000000000", "cur_zzzzzzzzzzzzz", new string('x', 2000)];

    private readonly ConcurrentBag<string> _breaches = [];
    private int _calls;
    private HttpClient? _reader;

    [Fact]
    public async Task Nothing_that_is_sent_makes_the_server_fail()
    {
        var document = JsonNode.Parse(await hub.Client.GetStringAsync("/openapi/v1.json"))!;
        var real = await RealIdsAsync();
        var calls = new List<(HttpMethod Method, string Path, string? Body)>();
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            // A stream answers for as long as somebody listens.
            foreach (var (verb, operation) in operations!.AsObject().Where(_ => !path.EndsWith("/stream", StringComparison.Ordinal)))
            {
                var method = new HttpMethod(verb.ToUpperInvariant());
                var good = real.Aggregate(path, (p, id) => p.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal));
                var example = operation!["requestBody"]?["content"]?["application/json"]?["example"];
                var body = example is null ? null : real.Aggregate(example.ToJsonString(), (b, id) => b.Replace(Sample(id.Key), id.Value, StringComparison.Ordinal));
                calls.AddRange(Ids.Select(id => (method, System.Text.RegularExpressions.Regex.Replace(path, @"\{\w+\}", _ => id), body)));
                calls.AddRange((operation["parameters"]?.AsArray() ?? []).Where(p => p!["in"]!.GetValue<string>() == "query")
                    .SelectMany(p => Queries.Select(q => (method, $"{good}?{p!["name"]}={q}", body))));
                if (body is not null)
                {
                    var schema = operation["requestBody"]!["content"]!["application/json"]!["schema"]!;
                    calls.AddRange(Bodies(document, schema, JsonNode.Parse(body)!).Select(b => (method, good, (string?)b)));
                }
            }
        }
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (call, _) => await TryAsync(call.Method, call.Path, call.Body));
        Assert.True(_calls > 2000, $"only {_calls} calls");
        Assert.True(_breaches.IsEmpty, string.Join('\n', _breaches.Take(20)));
    }

    /// <summary>The example with each field that the schema knows replaced by each value, and with a stranger beside it.</summary>
    private static IEnumerable<string> Bodies(JsonNode document, JsonNode schema, JsonNode example)
    {
        foreach (var value in Values)
        {
            yield return value;
        }
        foreach (var pointer in Fields(document, schema, []))
        {
            foreach (var value in Values)
            {
                yield return Replace(example.DeepClone().AsObject(), pointer, value);
            }
        }
        yield return Replace(example.DeepClone().AsObject(), ["projectId"], "1");
    }

    private static IEnumerable<string[]> Fields(JsonNode document, JsonNode schema, string[] above)
    {
        schema = SchemaFit.Resolve(document, schema);
        schema = schema["oneOf"]?.AsArray().Select(a => SchemaFit.Resolve(document, a!)).LastOrDefault(a => a["properties"] is not null) ?? schema;
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            string[] here = [.. above, name];
            yield return here;
            if (here.Length < 4)
            {
                foreach (var deeper in Fields(document, property!, here))
                {
                    yield return deeper;
                }
            }
        }
    }

    private static string Replace(JsonObject body, string[] pointer, string raw)
    {
        const string mark = "\"@@here@@\"";
        var at = body;
        foreach (var name in pointer[..^1])
        {
            if (at[name] is not JsonObject inner)
            {
                at[name] = inner = [];
            }
            at = inner;
        }
        at[pointer[^1]] = "@@here@@";
        return body.ToJsonString().Replace(mark, raw, StringComparison.Ordinal);
    }

    private static bool IsPersonal(string path) => path.StartsWith("/v1/inbox", StringComparison.Ordinal) || path.StartsWith("/v1/me", StringComparison.Ordinal);

    private async Task TryAsync(HttpMethod method, string path, string? body)
    {
        var watch = Stopwatch.StartNew();
        var answer = await (IsPersonal(path) ? _reader! : hub.Client).CallAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
        Interlocked.Increment(ref _calls);
        var what = $"{method} {path[..Math.Min(path.Length, 100)]} {body?[..Math.Min(body.Length, 300)]} -> {(int)answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 300)]}";
        var isProblem = path.StartsWith("/--/", StringComparison.Ordinal)
            ? answer.Text.StartsWith("{\"errors\":[{\"code\":\"", StringComparison.Ordinal)
            : answer.Message.Content.Headers.ContentType?.MediaType == "application/problem+json";
        // NUL in a path is refused by the server before any route, without words.
        if ((int)answer.Status >= 500 || ((int)answer.Status >= 400 && !isProblem && !path.Contains("%00", StringComparison.Ordinal)))
        {
            _breaches.Add(what);
        }
        if ((int)answer.Status >= 400 && Inside.FirstOrDefault(word => answer.Text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } told && body?.Contains(told, StringComparison.OrdinalIgnoreCase) != true)
        {
            _breaches.Add($"tells \"{told}\": {what}");
        }
        // The promise is 1 s; a machine that runs all tests at once gets more.
        if (watch.Elapsed > TimeSpan.FromSeconds(10))
        {
            _breaches.Add($"took {watch.Elapsed}: {what}");
        }
    }

    private static string Sample(string parameter) => parameter switch
    {
        "dev" => "dev_01j9x3k2m0000",
        "dlv" => "dlv_01j9x3k2m4n5p",
        _ => "no sample",
    };

    private async Task<Dictionary<string, string>> RealIdsAsync()
    {
        var device = await hub.Client.NewDeviceAsync();
        var sent = await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
        // Nobody of whom erasing is tried.
        await hub.Client.CallAsync(HttpMethod.Put, "/v1/users/reader-of-all", new StringContent("{}", Encoding.UTF8, "application/json"));
        _reader = hub.Hub.ClientFor((await hub.Client.PostTextAsync("/v1/user-tokens", """{"userId":"reader-of-all"}""")).Json["token"]!.GetValue<string>());
        return new(StringComparer.Ordinal)
        {
            ["inb"] = "inb_0000000000001",
            ["dev"] = device,
            ["seg"] = "seg_0000000000001",
            ["type"] = "deploy.failed",
            ["sup"] = "sup_0000000000001",
            ["dlv"] = sent.Json["tickets"]![0]!["id"]!.GetValue<string>(),
            ["id"] = sent.Json["notificationId"]!.GetValue<string>(),
            ["project"] = "current",
            ["evt"] = (await hub.Client.PostAsync("/v1/events", new JsonObject { ["name"] = "x", ["timestamp"] = "2026-06-11T08:00:00Z" })).Json["events"]![0]!["id"]!.GetValue<string>(),
            ["campaign"] = "spring",
            ["whk"] = (await hub.Client.PostAsync("/v1/webhooks", new JsonObject { ["url"] = "https://hooks.example.com/x", ["events"] = new JsonArray("device.retired") })).Id,
            ["msg"] = "msg_0000000000001",
            ["cid"] = "crd_0000000000001",
            ["alert"] = "alr_0000000000001",
            ["tpl"] = (await hub.Client.PostAsync("/v1/templates", JsonNode.Parse("""{"key":"bad-input","name":"x","defaultLocale":"en","locales":[{"locale":"en","push":{"title":"x"}}]}""")!)).Id,
            ["number"] = "1",
            ["job"] = "job_history_cleanup",
            ["run"] = "dlr_0000000000001",
            ["topic"] = "news",
            ["user"] = "ada",
            ["cmp"] = "cmp_0000000000001",
            ["sch"] = "sch_0000000000001",
            ["fp"] = new string('a', 64),
            ["category"] = "deals",
        };
    }
}
