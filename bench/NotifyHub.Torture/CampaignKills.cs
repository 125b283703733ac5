using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.E2E.Support;
using NotifyHub.Failpoints;
using NotifyHub.Torture.Check;
using NotifyHub.Torture.Hub;
using NotifyHub.Torture.Kill;

namespace NotifyHub.Torture;

/// <summary>
/// A campaign in two wordings with a tenth held out. It is started, and started again after each death in the start; then it is held and let go at random while the process
/// dies inside stretch after stretch (P10). In the end every device has one delivery, a person's devices the same wording, and the campaign is completed.
/// </summary>
public sealed class CampaignKills(TortureOptions options, string dll)
{
    // Every other person has two devices.
    private const int People = 4_000, Devices = People + (People / 2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The report and whether every promise was kept.</summary>
    public async Task<(string Report, bool Holds)> RunAsync(CancellationToken cancel)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NotifyHub__Database__Provider"] = options.Engine, ["ConnectionStrings__Hub"] = options.Connection ?? "",
            // Its own limits would make minutes of it.
            ["NotifyHub__Limits__Project__PerSecond"] = "0", ["NotifyHub__Limits__Vendors__Fcm__PerSecond"] = "0",
        };
        await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, settings, cancel);
        HubStore store = options.Connection is { } connection ? new PostgresHubStore(connection) : new SqliteHubStore(hub.Nodes[0].DataFolder);
        var owners = new Dictionary<string, int>(Devices, StringComparer.Ordinal);
        await Parallel.ForAsync(0, Devices, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, async (i, stop) =>
        {
            var id = await hub.RegisterAsync(new JsonObject { ["provider"] = "fcm", ["token"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), ["userId"] = $"u-{i % People}" }, stop);
            lock (owners)
            {
                owners[id] = i % People;
            }
        });
        var made = (await HubUnderLoad.PostAsync(hub.Api, "/v1/campaigns", new JsonObject
        {
            ["name"] = "Torture", ["send"] = new JsonObject { ["to"] = new JsonObject { ["everyone"] = true }, ["title"] = "Torture" }, ["holdoutPercent"] = 10,
            ["variants"] = new JsonArray(new JsonObject { ["name"] = "A" }, new JsonObject { ["name"] = "B", ["title"] = "Torment" }),
        }, cancel))["id"]!.GetValue<string>();
        var node = new PointedNode(hub.Nodes[0], CrashPoint.P10);
        await hub.Nodes[0].Process.TerminateAsync(cancel);
        var chance = new Random(options.Seed);
        var (presses, holds) = await KillAsync(hub, node, made, chance, cancel);
        await node.LiveAsync(cancel);
        var last = await UntilCompletedAsync(hub, made, cancel);
        using (var again = await hub.Api.PostAsync($"/v1/campaigns/{made}/start", JsonContent.Create(new JsonObject()), cancel))
        {
            again.EnsureSuccessStatusCode();
        }
        await hub.Nodes[0].Process.TerminateAsync(cancel);

        var rows = await store.DeliveriesAsync();
        var verdict = new Verdict();
        verdict.Tell("deaths at P10", node.Deaths);
        verdict.Tell("presses of start", presses);
        verdict.Tell("pauses and resumes that were answered", holds);
        verdict.Tell("devices", Devices);
        verdict.Tell("deliveries", rows.Count);
        foreach (var group in rows.GroupBy(row => row.Reason == DeliveryReason.Holdout ? "held out" : $"wording {RowId.Format(RowId.Notification, row.NotificationId)}").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            verdict.Tell(group.Key, group.Count());
        }
        verdict.None("fewer deaths than were wanted", node.Deaths >= Math.Min(5, options.Kills) ? [] : [$"{node.Deaths}"]);
        verdict.None("devices that got none", owners.Keys.Except(rows.Select(row => RowId.Format(RowId.Device, row.DeviceId)), StringComparer.Ordinal));
        verdict.None("devices that got two", rows.GroupBy(row => row.DeviceId).Where(group => group.Count() > 1).Select(group => RowId.Format(RowId.Device, group.Key)));
        verdict.None("people in two wordings", rows.GroupBy(row => owners[RowId.Format(RowId.Device, row.DeviceId)]).Where(group => group.Select(row => (row.NotificationId, row.Reason == DeliveryReason.Holdout)).Distinct().Count() > 1).Select(group => $"u-{group.Key}"));
        verdict.None("deliveries that did not go out", rows.Where(row => row.Status != DeliveryStatus.Sent && row.Reason != DeliveryReason.Holdout).Select(row => $"{RowId.Format(RowId.Delivery, row.Id)} {row.Status} {row.Reason}"));
        verdict.None("notifications beyond the two wordings", rows.Select(row => row.NotificationId).Distinct().Skip(2).Select(id => RowId.Format(RowId.Notification, id)));
        verdict.None("a campaign that counts other than the rows", last["matched"]!.GetValue<int>() == Devices ? [] : [last.ToJsonString()]);
        verdict.None("faults of the store's own check", new[] { await store.FaultAsync() }.OfType<string>());
        return ($"campaign: seed {options.Seed}, {options.Engine}\n\n{verdict}\n", verdict.Holds);
    }

    private async Task<(int Presses, int Holds)> KillAsync(HubUnderLoad hub, PointedNode node, string campaign, Random chance, CancellationToken cancel)
    {
        var (presses, holds) = (0, 0);
        for (var round = 0; round < options.Kills; round++)
        {
            await node.StartAsync(chance.Next(1, 4), cancel);
            var state = "draft";
            while (!hub.Nodes[0].Process.HasExited && state != "completed")
            {
                state = await AskAsync(hub, HttpMethod.Get, campaign, cancel) ?? state;
                var deed = state switch { "draft" => "start", "running" when chance.Next(4) == 0 => "pause", "paused" => "resume", _ => null };
                if (deed is not null)
                {
                    presses += deed == "start" ? 1 : 0;
                    holds += await AskAsync(hub, HttpMethod.Post, $"{campaign}/{deed}", cancel) is not null && deed != "start" ? 1 : 0;
                }
            }
            await node.EndAsync(cancel);
            if (state == "completed")
            {
                break;
            }
        }
        return (presses, holds);
    }

    private static async Task<JsonObject> UntilCompletedAsync(HubUnderLoad hub, string campaign, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        while (true)
        {
            switch (await AskAsync(hub, HttpMethod.Get, campaign, limit.Token))
            {
                case "completed":
                    return (await hub.Api.GetFromJsonAsync<JsonObject>($"/v1/campaigns/{campaign}", limit.Token))!;
                case "draft":
                    await AskAsync(hub, HttpMethod.Post, $"{campaign}/start", limit.Token);
                    break;
                case "paused":
                    await AskAsync(hub, HttpMethod.Post, $"{campaign}/resume", limit.Token);
                    break;
            }
            // The hub's answers come in milliseconds, and what is asked costs it something.
            await Task.Delay(50, limit.Token);
        }
    }

    // Its state after that; null while nobody answers, or when it refuses.
    private static async Task<string?> AskAsync(HubUnderLoad hub, HttpMethod method, string path, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(method, $"/v1/campaigns/{path}") { Content = method == HttpMethod.Post ? JsonContent.Create(new JsonObject()) : null };
            using var answer = await hub.Api.SendAsync(request, cancel);
            return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))?["state"]?.GetValue<string>() : null;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
