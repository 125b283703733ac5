using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.Preferences;

public sealed class PreferenceApiTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task An_opt_out_is_shown_with_its_time_and_source_and_each_change_is_a_record()
    {
        var path = "/v1/users/pref-ada/preferences";
        Assert.Empty((await Api.ReadAsync(path)).Json["preferences"]!.AsArray());
        var put = await PutAsync($"{path}/marketing%2Fmail", """{"optedOut":true}""");
        var one = Assert.Single(put.Json["preferences"]!.AsArray())!;
        Assert.Equal(("marketing/mail", true, "api"), (one["category"]!.GetValue<string>(), one["optedOut"]!.GetValue<bool>(), one["source"]!.GetValue<string>()));
        await PutAsync($"{path}/marketing%2Fmail", """{"optedOut":true}""");
        await PutAsync(path, """{"preferences":[{"category":"marketing/mail","optedOut":false},{"category":"orders","optedOut":true}]}""");
        Assert.Equal(["marketing/mail:False", "orders:True"], (await Api.ReadAsync(path)).Json["preferences"]!.AsArray().Select(p => $"{p!["category"]}:{p["optedOut"]!.GetValue<bool>()}"));
        Assert.Single((await Api.ReadAsync($"{path}/orders")).Json["preferences"]!.AsArray());
        await using var rows = hub.Rows();
        var records = await rows.ConsentRecords.Where(c => c.SubjectId == "pref-ada").OrderBy(c => c.Id).ToListAsync();
        Assert.Equal([("marketing/mail", true), ("marketing/mail", false), ("orders", true)], records.Select(r => (r.Category, r.OptedOut)));
        Assert.All(records, record => Assert.Equal(("api", ConsentSubject.User, true, true), (record.Source, record.Subject, record.Actor!.StartsWith("key ", StringComparison.Ordinal), record.Ip is { Length: > 0 })));
    }

    [Fact]
    public async Task Malformed_hex_is_a_400_and_both_cases_are_one_fingerprint()
    {
        var hex = new string('b', 63) + "7";
        Assert.Equal(HttpStatusCode.BadRequest, (await Api.ReadAsync("/v1/push/users/xyz/preferences")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync("/v1/push/users/12/preferences/a", """{"optedOut":true}""")).Status);
        await PutAsync($"/v1/push/users/{hex.ToUpperInvariant()}/preferences/a", """{"optedOut":true}""");
        Assert.Single((await Api.ReadAsync($"/v1/push/users/{hex}/preferences/a")).Json["preferences"]!.AsArray());
    }

    [Fact]
    public async Task Wrong_categories_are_told_all_at_once()
    {
        var answer = await PutAsync("/v1/users/pref-wrong/preferences", $$"""{"preferences":[{"category":"","optedOut":true},{"category":"{{new string('x', 65)}}","optedOut":true},{"category":"a","optedOut":true},{"category":"a","optedOut":false}]}""");
        Assert.Equal(["/preferences/0/category:too_short", "/preferences/1/category:too_long", "/preferences/3/category:not_allowed"], answer.Faults.Order(StringComparer.Ordinal));
        Assert.Equal("batch_too_large", (await PutAsync("/v1/users/pref-wrong/preferences", """{"preferences":[]}""")).Code);
        Assert.Equal(["/optedOut:required"], (await PutAsync("/v1/users/pref-wrong/preferences/a", "{}")).Faults);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("fingerprint")]
    [InlineData("fingerprint of the user")]
    public async Task Who_is_out_gets_a_suppressed_ticket_that_can_be_read_later_and_others_do_not(string how)
    {
        var (user, hex) = ($"pref-{Guid.NewGuid():n}", Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        var device = await DeviceAsync(how == "fingerprint" ? new() { ["userFingerprintHex"] = hex } : new() { ["userId"] = user });
        if (how == "fingerprint of the user")
        {
            await PutAsync($"/v1/users/{user}", $$"""{"fingerprintHex":"{{hex}}"}""");
        }
        var stranger = await Api.NewDeviceAsync();
        var path = how == "user" ? $"/v1/users/{user}/preferences/deals" : $"/v1/push/users/{hex}/preferences/deals";
        await PutAsync(path, """{"optedOut":true}""");

        var tickets = (await SendAsync("deals", device, stranger)).Json["tickets"]!.AsArray();
        Assert.Equal(("suppressed", "PreferenceOptedOut"), (tickets[0]!["status"]!.GetValue<string>(), tickets[0]!["providerOutcome"]!.GetValue<string>()));
        Assert.Equal("queued", tickets[1]!["status"]!.GetValue<string>());
        var receipt = (await Api.ReadAsync($"/v1/push/receipts/{tickets[0]!["id"]}")).Json;
        Assert.Equal(("suppressed", "PreferenceOptedOut"), (receipt["status"]!.GetValue<string>(), receipt["reason"]!.GetValue<string>()));
        // Another category, and none, still reach them.
        Assert.Equal("queued", (await SendAsync("orders", device)).Json["tickets"]![0]!["status"]!.GetValue<string>());
        Assert.Equal("queued", (await SendAsync(null, device)).Json["tickets"]![0]!["status"]!.GetValue<string>());
        await PutAsync(path, """{"optedOut":false}""");
        Assert.Equal("queued", (await SendAsync("deals", device)).Json["tickets"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_dry_run_tells_of_it()
    {
        var device = await DeviceAsync(new() { ["userId"] = "pref-dry" });
        await PutAsync("/v1/users/pref-dry/preferences/deals", """{"optedOut":true}""");
        var answer = await Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["preferenceCategory"] = "deals", ["dryRun"] = true });
        Assert.Contains("PreferenceOptedOut", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("PreferenceOptedOut", (await Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["dryRun"] = true })).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_projects_opt_outs_are_nothing_to_another()
    {
        using var others = hub.Hub.ClientFor(hub.Other.ServerKey);
        await others.CallAsync(HttpMethod.Put, "/v1/users/pref-both/preferences/deals", Body("""{"optedOut":true}"""));
        var device = await DeviceAsync(new() { ["userId"] = "pref-both" });
        Assert.Equal("queued", (await SendAsync("deals", device)).Json["tickets"]![0]!["status"]!.GetValue<string>());
        Assert.Empty((await Api.ReadAsync("/v1/users/pref-both/preferences")).Json["preferences"]!.AsArray());
    }

    [Fact]
    public async Task Only_a_key_with_the_scope_gets_in()
    {
        using var users = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.Users));
        Assert.Equal(HttpStatusCode.Forbidden, (await users.ReadAsync("/v1/users/ada/preferences")).Status);
    }

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    private Task<ApiAnswer> PutAsync(string path, string body) => Api.CallAsync(HttpMethod.Put, path, Body(body));

    private Task<ApiAnswer> SendAsync(string? category, params string[] devices) =>
        Api.SendAsync(new JsonObject { ["to"] = new JsonArray([.. devices.Select(d => (JsonNode)d)]), ["title"] = "x", ["preferenceCategory"] = category });

    private async Task<string> DeviceAsync(JsonObject device)
    {
        device["provider"] = "apns";
        device["token"] = ApiCalls.NewToken();
        return (await Api.PostAsync("/v1/push/tokens", device)).Id;
    }
}
