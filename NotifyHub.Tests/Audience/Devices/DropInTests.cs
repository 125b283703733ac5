using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.Devices;

/// <summary>Apps that register at /api/push/apns/ and /api/push/gcm/ today go on when their base address points here.</summary>
public sealed class DropInTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Theory]
    [InlineData("/api/push/apns/", "apns")]
    [InlineData("/api/push/gcm/", "fcm")]
    [InlineData("/api/push/gcm", "fcm")]
    public async Task A_token_becomes_a_device_that_can_be_sent_to_and_a_rotated_one_stays_it(string path, string provider)
    {
        var installation = Guid.NewGuid().ToString();
        var first = await hub.Client.PostAsync(path, new JsonObject { ["registration_id"] = ApiCalls.NewToken(), ["device_id"] = installation, ["user_id"] = "dropped", ["active"] = true });
        Assert.Equal((HttpStatusCode.OK, installation, true), (first.Status, first.Json["device_id"]!.GetValue<string>(), first.Json["active"]!.GetValue<bool>()));
        var rotated = await hub.Client.PostAsync(path, new JsonObject { ["registration_id"] = ApiCalls.NewToken(), ["device_id"] = installation });
        Assert.Equal(first.Id, rotated.Id);
        var device = (await hub.Client.ReadAsync($"/v1/push/tokens/{first.Id}")).Json;
        Assert.Equal((provider, "dropped", "active"), (device["provider"]!.GetValue<string>(), device["userId"]!.GetValue<string>(), device["status"]!.GetValue<string>()));
        Assert.Equal("queued", (await hub.Client.SendAsync(new JsonObject { ["to"] = first.Id, ["title"] = "x" })).Json["tickets"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Inactive_forgets_the_token()
    {
        var token = ApiCalls.NewToken();
        var device = (await hub.Client.PostAsync("/api/push/apns/", new JsonObject { ["registration_id"] = token })).Id;
        var off = await hub.Client.PostAsync("/api/push/apns/", new JsonObject { ["registration_id"] = token, ["active"] = false });
        Assert.Equal((device, false), (off.Id, off.Json["active"]!.GetValue<bool>()));
        Assert.Equal("retired", (await hub.Client.ReadAsync($"/v1/push/tokens/{device}")).Json["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Faults_are_told_in_the_words_of_this_wire()
    {
        Assert.Equal(["/registration_id:bad_format"], (await hub.Client.PostAsync("/api/push/apns/", new JsonObject { ["registration_id"] = "x" })).Faults);
        Assert.Equal(["/device_id:too_long"], (await hub.Client.PostAsync("/api/push/gcm/", new JsonObject { ["registration_id"] = ApiCalls.NewToken(), ["device_id"] = new string('x', 129) })).Faults);
        Assert.Equal(["/registration_id:required"], (await hub.Client.PostAsync("/api/push/gcm/", new JsonObject())).Faults);
    }

    [Fact]
    public async Task An_app_registers_itself_and_nobody_elses_user()
    {
        using var app = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("/api/push/apns/", new JsonObject { ["registration_id"] = ApiCalls.NewToken() })).Status);
        Assert.Equal("user_proof_required", (await app.PostAsync("/api/push/apns/", new JsonObject { ["registration_id"] = ApiCalls.NewToken(), ["user_id"] = "ada" })).Code);
        using var nobody = hub.Hub.ClientFor(null);
        Assert.Equal("missing_key", (await nobody.PostAsync("/api/push/gcm/", new JsonObject { ["registration_id"] = ApiCalls.NewToken() })).Code);
    }
}
