using System.Globalization;
using System.Text.Json.Nodes;
using Call = NotifyHub.Cli.RemoteVerbs.Call;

namespace NotifyHub.Cli;

/// <summary><c>preferences get|set</c>: with a server key the categories of a user or fingerprint; with somebody's user token, or a member's personal token, their own matrix, digest and mute.</summary>
internal static class PreferenceVerbs
{
    private static readonly (string Heading, string Member)[] Category = [("CATEGORY", "category"), ("OPTED OUT", "optedOut"), ("SINCE", "updatedAt"), ("SOURCE", "source")];
    private static readonly string[] Own = ["type", "channel", "on", "digest", "digest-hour", "mute-until", "reset", "unmute"];

    /// <summary>What they want.</summary>
    public static async Task GetAsync(Call call, CancellationToken cancel)
    {
        if (PathOf(call) is not { } path)
        {
            await ShowAsync(call, await call.Hub.CallAsync(HttpMethod.Get, "/v1/me", null, cancel));
            return;
        }
        await call.Output.RowsAsync([.. (await call.Hub.CallAsync(HttpMethod.Get, path, null, cancel))!["preferences"]!.AsArray()], Category);
    }

    /// <summary>Says what they want.</summary>
    public static async Task SetAsync(Call call, CancellationToken cancel)
    {
        if (PathOf(call) is not { } path)
        {
            var change = new JsonObject { ["preferences"] = new JsonObject { ["notifications"] = Change(call.Arguments) } };
            await ShowAsync(call, await call.Hub.CallAsync(HttpMethod.Patch, "/v1/me", change, cancel));
            return;
        }
        if (Own.FirstOrDefault(call.Arguments.Has) is { } own)
        {
            throw new CliUsageException($"--{own} is for one's own choices, with a user or personal token and without --user; a server key sets --category and --opted-out.");
        }
        var category = call.Arguments.Required("category");
        var optedOut = call.Arguments.OneOf("opted-out", "true", "false") ?? throw new CliUsageException("--opted-out is missing: true or false.");
        var answer = await call.Hub.CallAsync(HttpMethod.Put, $"{path}/{Uri.EscapeDataString(category)}", new JsonObject { ["optedOut"] = optedOut == "true" }, cancel);
        await call.Output.RowsAsync([.. answer!["preferences"]?.AsArray() ?? [answer]], Category);
    }

    // Null: whose the key is.
    private static string? PathOf(Call call) => (call.Arguments["user"], call.Arguments["fingerprint"]) switch
    {
        ({ } user, null) => $"/v1/users/{Uri.EscapeDataString(user)}/preferences",
        (null, { } fingerprint) => $"/v1/push/users/{Uri.EscapeDataString(fingerprint)}/preferences",
        (null, null) when call.Arguments["category"] is null && call.Arguments["opted-out"] is null && !call.Arguments["key"].IsServerKey() => null,
        _ => throw new CliUsageException("Say whose: --user or --fingerprint with a server key, or neither with a user or personal token."),
    };

    // A personal token (nhu_) is somebody's own, as a user token is.
    private static bool IsServerKey(this string? key) => (key ?? Environment.GetEnvironmentVariable("NOTIFYHUB_KEY")) is { } given
        && given.StartsWith("nh", StringComparison.Ordinal) && !given.StartsWith("nhu_", StringComparison.Ordinal);

    private static JsonObject Change(CliArguments arguments)
    {
        var change = new JsonObject();
        if (arguments.Has("type") || arguments.Has("channel") || arguments.Has("on") || arguments.Has("reset"))
        {
            var type = arguments.Required("type");
            if (arguments.Has("reset"))
            {
                change["reset"] = new JsonArray(type);
            }
            else
            {
                var on = arguments.OneOf("on", "true", "false") ?? throw new CliUsageException("--on is missing: true or false.");
                change["types"] = new JsonObject { [type] = new JsonObject { [arguments.Required("channel")] = on == "true" } };
            }
        }
        if (arguments.Has("digest") || arguments.Has("digest-hour"))
        {
            change["digest"] = new JsonObject { ["cadence"] = arguments["digest"], ["hour"] = arguments.Has("digest-hour") ? arguments.Number("digest-hour", 0, 0, 23) : null };
        }
        if (arguments["mute-until"] is { } until)
        {
            change["muteUntil"] = DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) ? until : throw new CliUsageException("--mute-until must be a time, such as 2026-06-11T08:00:00Z.");
        }
        if (arguments.Has("unmute"))
        {
            change["muteAll"] = false;
        }
        return change.Count > 0 ? change : throw new CliUsageException("Say what shall change: --type with --channel and --on (or --reset), --digest, --digest-hour, --mute-until or --unmute.");
    }

    // One row for each type; what is set for all types stands below it.
    private static async Task ShowAsync(Call call, JsonObject? me)
    {
        if (call.Output.Json)
        {
            await call.Output.RowsAsync([me]);
            return;
        }
        var wishes = me!["preferences"]!["notifications"]!;
        await call.Output.RowsAsync(
            [.. wishes["types"]!.AsObject().Select(type => new JsonObject { ["type"] = type.Key, ["on"] = Names(type.Value!, true), ["off"] = Names(type.Value!, false) })],
            ("TYPE", "type"), ("ON", "on"), ("OFF", "off"));
        await call.Writer.WriteLineAsync($"digest: {wishes["digest"]!["cadence"]?.ToString() ?? "as the project has it"}{(wishes["digest"]!["hour"] is { } hour ? $" at {hour}" : "")}");
        await call.Writer.WriteLineAsync(wishes["quietHours"] is { } quiet ? $"quiet hours: {quiet["start"]} to {quiet["end"]} {quiet["timezone"]} on {string.Join(", ", quiet["days"]!.AsArray())}" : "quiet hours: none");
        await call.Writer.WriteLineAsync($"muted: {(wishes["muteAll"]!.GetValue<bool>() ? $"until {wishes["muteUntil"]}" : "no")}");
    }

    private static string Names(JsonNode channels, bool on) => string.Join(' ', channels.AsObject().Where(cell => cell.Value!.GetValue<bool>() == on).Select(cell => cell.Key));
}
