using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Cli;

/// <summary>Verbs that call a running hub: <c>send</c>, <c>devices list</c>, <c>deliveries tail</c>, <c>preferences get|set</c>, and with a user or personal token <c>inbox list|read|unread-count|mark-all-read</c>.</summary>
public static class RemoteVerbs
{
    private static readonly string[] Common = ["url", "key", "format"];
    private static readonly (string Heading, string Member)[] Item = [("ITEM", "id"), ("CAME", "createdAt"), ("TYPE", "type"), ("READ", "readAt"), ("TITLE", "title"), ("LINK", "link")];

    /// <summary>Whether the first words name one of them.</summary>
    public static bool Knows(string[] args) => args is ["send", ..] or ["devices", ..] or ["deliveries", ..] or ["preferences", ..] or ["inbox", ..];

    /// <summary>Runs it.</summary>
    /// <returns>0; 1 when it was refused; 2 for a wrong call.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancel = default)
    {
        try
        {
            await (args switch
            {
                ["send", ..] => SendAsync(Call.Read(args[1..], output, ["to", "title", "body", "data", "options", "send-at", "idempotency-key", "file"]), cancel),
                ["devices", "list", ..] => DevicesAsync(Call.Read(args[2..], output, ["user", "provider", "status", "limit"]), cancel),
                ["deliveries", "tail", ..] => TailAsync(Call.Read(args[2..], output, ["status", "provider", "campaign", "limit"], ["once"]), cancel),
                ["preferences", "get", ..] => PreferenceVerbs.GetAsync(Call.Read(args[2..], output, ["user", "fingerprint"]), cancel),
                ["preferences", "set", ..] => PreferenceVerbs.SetAsync(Call.Read(args[2..], output, ["user", "fingerprint", "category", "opted-out", "type", "channel", "on", "digest", "digest-hour", "mute-until"], ["reset", "unmute"]), cancel),
                ["inbox", "list", ..] => InboxAsync(Call.Read(args[2..], output, ["state", "type", "q", "limit"]), cancel),
                ["inbox", "read", ..] => ReadAsync(Call.Read(args[2..], output, ["id"]), cancel),
                ["inbox", "unread-count", ..] => CountAsync(Call.Read(args[2..], output, []), cancel),
                ["inbox", "mark-all-read", ..] => ReadAllAsync(Call.Read(args[2..], output, ["type"]), cancel),
                [var verb, var word, ..] => throw new CliUsageException($"{verb} knows no {word}."),
                _ => throw new CliUsageException($"{args[0]} wants another word."),
            });
            return 0;
        }
        catch (CliUsageException wrong)
        {
            await errors.WriteLineAsync($"{wrong.Message}\n{Usage.Words}");
            return 2;
        }
        catch (CliRefusedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task SendAsync(Call call, CancellationToken cancel)
    {
        var body = call.Arguments["file"] switch
        {
            null => new JsonObject(),
            "-" => Json("file", await Console.In.ReadToEndAsync(cancel)),
            var file => Json("file", File.Exists(file) ? await File.ReadAllTextAsync(file, cancel) : throw new CliUsageException($"There is no file {file}.")),
        };
        Put("to", TargetOf(call.Arguments["to"]));
        Put("title", call.Arguments["title"]);
        Put("body", call.Arguments["body"]);
        Put("data", call.Arguments["data"] is { } data ? Json("data", data) : null);
        Put("options", call.Arguments["options"] is { } options ? Json("options", options) : null);
        Put("sendAt", call.Arguments["send-at"]);
        Put("idempotencyKey", call.Arguments["idempotency-key"]);
        if (body["to"] is null)
        {
            throw new CliUsageException("--to is missing: a device, several with commas between, or a target as JSON.");
        }
        var answer = await call.Hub.CallAsync(HttpMethod.Post, "/v1/push/send", body, cancel);
        if (call.Output.Json)
        {
            await call.Output.RowsAsync([answer]);
        }
        else
        {
            await call.Writer.WriteLineAsync($"{answer!["notificationId"]}: {answer["recipients"]} recipients, fan-out {answer["fanout"]}");
            await call.Output.RowsAsync([.. answer["tickets"]!.AsArray()], ("DELIVERY", "id"), ("DEVICE", "device"), ("STATUS", "status"), ("WHY", "providerOutcome"));
        }

        void Put(string name, JsonNode? value)
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }
    }

    private static async Task DevicesAsync(Call call, CancellationToken cancel)
    {
        var limit = call.Arguments.Number("limit", 50, 1, 10_000);
        string? cursor = null;
        do
        {
            var page = await call.Hub.CallAsync(HttpMethod.Get, call.Address("/v1/push/tokens", Math.Min(limit, 200), cursor, "user", "provider", "status"), null, cancel);
            await call.Output.RowsAsync([.. page!["items"]!.AsArray()],
                ("DEVICE", "id"), ("PROVIDER", "provider"), ("STATUS", "status"), ("USER", "userId"), ("PLATFORM", "platform"), ("MODEL", "model"), ("TOKEN ENDS", "tokenTail"), ("SEEN", "lastSeenAt"));
            limit -= page["items"]!.AsArray().Count;
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null && limit > 0);
    }

    // Ids are made in order, so what is newer than the newest seen is new.
    private static async Task TailAsync(Call call, CancellationToken cancel)
    {
        var first = call.Arguments.Number("limit", 20, 1, 200);
        string? newest = null;
        while (true)
        {
            var fresh = new List<JsonNode?>();
            string? cursor = null;
            do
            {
                var page = await call.Hub.CallAsync(HttpMethod.Get, call.Address("/v1/projects/current/push/sends", newest is null ? first : 200, cursor, "status", "provider", "campaign"), null, cancel);
                var rows = page!["items"]!.AsArray().TakeWhile(row => newest is null || string.CompareOrdinal(row!["id"]!.GetValue<string>(), newest) > 0).ToList();
                fresh.AddRange(rows);
                cursor = newest is not null && rows.Count == 200 ? page["nextCursor"]?.GetValue<string>() : null;
            }
            while (cursor is not null);
            fresh.Reverse();
            await call.Output.RowsAsync(fresh, ("ACCEPTED", "createdAt"), ("DELIVERY", "id"), ("PROVIDER", "provider"), ("STATUS", "status"), ("OUTCOME", "providerOutcome"), ("TITLE", "title"), ("DEVICE", "device"));
            newest = fresh.Count > 0 ? fresh[^1]!["id"]!.GetValue<string>() : newest ?? "";
            if (call.Arguments.Has("once"))
            {
                return;
            }
            // The API has no stream of sends: it is asked again each second.
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        }
    }

    private static async Task InboxAsync(Call call, CancellationToken cancel)
    {
        var limit = call.Arguments.Number("limit", 20, 1, 10_000);
        string? cursor = null;
        do
        {
            var page = await call.Hub.CallAsync(HttpMethod.Get, call.Address("/v1/inbox", Math.Min(limit, 200), cursor, "state", "type", "q"), null, cancel);
            await call.Output.RowsAsync([.. page!["items"]!.AsArray()], Item);
            limit -= page["items"]!.AsArray().Count;
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null && limit > 0);
    }

    private static async Task ReadAsync(Call call, CancellationToken cancel) => await call.Output.RowsAsync(
        [await call.Hub.CallAsync(HttpMethod.Patch, $"/v1/inbox/{Uri.EscapeDataString(call.Arguments.Required("id"))}", new JsonObject { ["read"] = true }, cancel)], Item);

    private static async Task CountAsync(Call call, CancellationToken cancel) =>
        await call.Output.RowsAsync([await call.Hub.CallAsync(HttpMethod.Get, "/v1/inbox/unread-count", null, cancel)], ("UNREAD", "unread"));

    private static async Task ReadAllAsync(Call call, CancellationToken cancel) =>
        await call.Output.RowsAsync([await call.Hub.CallAsync(HttpMethod.Post, "/v1/inbox/mark-all-read", call.Arguments["type"] is { } type ? new JsonObject { ["type"] = type } : [], cancel)], ("MARKED READ", "changed"));

    private static JsonNode? TargetOf(string? text) => text switch
    {
        null => null,
        ['{' or '[', ..] => Json("to", text, anything: true),
        _ when text.Contains(',', StringComparison.Ordinal) => new JsonArray([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(id => (JsonNode)id)]),
        _ => text,
    };

    private static JsonNode Json(string option, string text, bool anything)
    {
        try
        {
            return JsonNode.Parse(text) is { } node && (anything || node is JsonObject) ? node : throw new CliUsageException($"--{option} must be a JSON object.");
        }
        catch (JsonException)
        {
            throw new CliUsageException($"--{option} is not JSON.");
        }
    }

    private static JsonObject Json(string option, string text) => Json(option, text, anything: false).AsObject();

    /// <summary>One verb's way to the hub and back to the terminal.</summary>
    internal sealed record Call(CliArguments Arguments, HubClient Hub, CliOutput Output, TextWriter Writer)
    {
        public static Call Read(string[] args, TextWriter writer, string[] options, string[]? switches = null)
        {
            var arguments = CliArguments.Read(args, [.. Common, .. options], switches);
            var address = arguments["url"] ?? Environment.GetEnvironmentVariable("NOTIFYHUB_URL") ?? "http://localhost:5080";
            var url = Uri.TryCreate(address, UriKind.Absolute, out var given) && given.Scheme is "http" or "https" ? given : throw new CliUsageException("--url must be an address, such as http://localhost:5080.");
            var key = arguments["key"] ?? Environment.GetEnvironmentVariable("NOTIFYHUB_KEY") ?? throw new CliUsageException("--key is missing (or NOTIFYHUB_KEY in the environment): a server key, or for what is somebody's own a user token or a personal token.");
            return new Call(arguments, new HubClient(url, key), new CliOutput(writer, arguments.OneOf("format", "table", "json") == "json"), writer);
        }

        public string Address(string path, int limit, string? cursor, params string[] filters)
        {
            var query = new List<string> { FormattableString.Invariant($"limit={limit}") };
            query.AddRange(filters.Where(name => Arguments[name] is not null).Select(name => $"{name}={Uri.EscapeDataString(Arguments[name]!)}"));
            query.AddRange(cursor is null ? [] : [$"cursor={cursor}"]);
            return $"{path}?{string.Join('&', query)}";
        }
    }
}
