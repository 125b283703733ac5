using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>A person's own devices, over the whole app.</summary>
public sealed class OwnDeviceTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Fact]
    public async Task A_person_registers_sees_and_revokes_their_own_and_nobody_elses()
    {
        var (ada, grace) = (await MeAsync(), await MeAsync());
        var made = await ada.Client.PostAsync("/v1/devices", Device());
        Assert.Equal(HttpStatusCode.OK, made.Status);
        var item = Assert.Single((await ada.Client.ReadAsync("/v1/devices")).Json["items"]!.AsArray())!;
        Assert.Equal((made.Id, "fcm", "active", ada.User), (item["id"]!.GetValue<string>(), item["provider"]!.GetValue<string>(), item["status"]!.GetValue<string>(), item["userId"]!.GetValue<string>()));
        Assert.Empty((await grace.Client.ReadAsync("/v1/devices")).Json["items"]!.AsArray());

        Assert.Equal(HttpStatusCode.NoContent, (await grace.Client.CallAsync(HttpMethod.Delete, $"/v1/devices/{made.Id}")).Status);
        Assert.Single((await ada.Client.ReadAsync("/v1/devices")).Json["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.CallAsync(HttpMethod.Delete, $"/v1/devices/{made.Id}")).Status);
        Assert.Empty((await ada.Client.ReadAsync("/v1/devices")).Json["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.CallAsync(HttpMethod.Delete, "/v1/devices/nonsense")).Status);
    }

    [Fact]
    public async Task What_only_a_server_may_say_is_refused()
    {
        var (ada, grace) = (await MeAsync(), await MeAsync());
        var theirs = await grace.Client.PostAsync("/v1/devices", Device());
        var body = Device();
        (body["userId"], body["traits"], body["userFingerprintHex"], body["replaces"]) = (grace.User, new JsonObject { ["plan"] = "pro" }, new string('a', 64), theirs.Id);
        var answer = await ada.Client.PostAsync("/v1/devices", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["/replaces:not_allowed", "/traits:not_allowed", "/userFingerprintHex:not_allowed", "/userId:not_allowed"], answer.Faults.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_of_an_app_is_nobody() => Assert.Equal(HttpStatusCode.Forbidden, (await hub.Client.ReadAsync("/v1/devices")).Status);

    private static JsonObject Device() => new() { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["platform"] = "web" };

    private async Task<(string User, HttpClient Client)> MeAsync()
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
        return (user, hub.Hub.ClientFor((await hub.Client.PostAsync("/v1/user-tokens", new JsonObject { ["userId"] = user })).Json["token"]!.GetValue<string>()));
    }
}
