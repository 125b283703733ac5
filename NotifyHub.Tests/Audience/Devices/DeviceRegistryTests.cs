using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.Devices;

public sealed class DeviceRegistryTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task The_same_token_is_the_same_device()
    {
        var token = ApiCalls.NewToken();
        var first = await RegisterAsync(token);
        var again = await RegisterAsync(token);
        Assert.Equal((first.Id, true, false), (again.Id, first.Json["isNew"]!.GetValue<bool>(), again.Json["isNew"]!.GetValue<bool>()));
        Assert.Equal(first.Json["createdAt"]!.GetValue<string>(), again.Json["createdAt"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_rotated_token_keeps_the_installations_id()
    {
        var (old, fresh) = (ApiCalls.NewToken(), ApiCalls.NewToken());
        var first = await RegisterAsync(old, installation: "rotating");
        var rotated = await RegisterAsync(fresh, installation: "rotating");
        Assert.Equal(first.Id, rotated.Id);
        Assert.Equal(fresh[^6..], (await ShowAsync(first.Id)).Json["tokenTail"]!.GetValue<string>());
        // The old token belongs to nobody now: who brings it is new.
        Assert.NotEqual(first.Id, (await RegisterAsync(old)).Id);
    }

    [Fact]
    public async Task A_token_moves_to_the_installation_that_registers_it_last()
    {
        var token = ApiCalls.NewToken();
        var phone = await RegisterAsync(ApiCalls.NewToken(), installation: "phone");
        var tablet = await RegisterAsync(token, installation: "tablet");
        var moved = await RegisterAsync(token, installation: "phone");
        Assert.Equal(phone.Id, moved.Id);
        var left = await ShowAsync(tablet.Id);
        Assert.Equal(("retired", "replaced"), (left.Json["status"]!.GetValue<string>(), left.Json["retiredReason"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_token_belongs_to_the_user_who_registered_last()
    {
        var token = ApiCalls.NewToken();
        var first = await RegisterAsync(token, more: new JsonObject { ["userId"] = "anna" });
        await RegisterAsync(token, more: new JsonObject { ["userId"] = "ben" });
        Assert.Equal("ben", (await ShowAsync(first.Id)).Json["userId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Registering_revives_a_deleted_installation_as_new_and_a_retired_token_as_itself()
    {
        var token = ApiCalls.NewToken();
        var device = await RegisterAsync(token);
        await RetireAsync(device.Id, DateTimeOffset.UtcNow.AddSeconds(1), null);
        Assert.Equal("retired", (await ShowAsync(device.Id)).Json["status"]!.GetValue<string>());
        Assert.Equal(device.Id, (await RegisterAsync(token)).Id);
        var alive = await ShowAsync(device.Id);
        Assert.Equal(("active", (JsonNode?)null), (alive.Json["status"]!.GetValue<string>(), alive.Json["retiredReason"]));

        await Api.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{device.Id}");
        Assert.NotEqual(device.Id, (await RegisterAsync(token)).Id);
    }

    [Fact]
    public async Task A_report_of_death_that_is_older_than_the_registration_does_not_kill()
    {
        var device = await RegisterAsync(ApiCalls.NewToken());
        Assert.False(await RetireAsync(device.Id, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(-1)));
        Assert.Equal("active", (await ShowAsync(device.Id)).Json["status"]!.GetValue<string>());
        Assert.True(await RetireAsync(device.Id, DateTimeOffset.UtcNow.AddSeconds(1), null));
        Assert.False(await RetireAsync(device.Id, DateTimeOffset.UtcNow.AddSeconds(2), null));
    }

    [Fact]
    public async Task Replaces_takes_over_a_device_by_id_or_by_its_old_token()
    {
        var (first, second, third) = (ApiCalls.NewToken(), ApiCalls.NewToken(), ApiCalls.NewToken());
        var device = await RegisterAsync(first);
        Assert.Equal(device.Id, (await RegisterAsync(second, more: new JsonObject { ["replaces"] = device.Id })).Id);
        Assert.Equal(device.Id, (await RegisterAsync(third, more: new JsonObject { ["replaces"] = second })).Id);
        var fresh = await RegisterAsync(ApiCalls.NewToken(), more: new JsonObject { ["replaces"] = "a token that nobody knows" });
        Assert.True(fresh.Json["isNew"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Replaces_cannot_reach_into_another_project()
    {
        var theirs = await hub.Hub.ClientFor(hub.Other.ServerKey).NewDeviceAsync();
        var answer = await RegisterAsync(ApiCalls.NewToken(), more: new JsonObject { ["replaces"] = theirs });
        Assert.Equal((HttpStatusCode.NotFound, "unknown_device"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Projects_do_not_share_devices()
    {
        var token = ApiCalls.NewToken();
        var mine = await RegisterAsync(token);
        var theirs = await hub.Hub.ClientFor(hub.Other.ServerKey).PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "apns", ["token"] = token });
        Assert.NotEqual(mine.Id, theirs.Id);
    }

    [Fact]
    public async Task A_patch_clears_what_is_null_and_leaves_what_is_absent()
    {
        var device = await RegisterAsync(ApiCalls.NewToken(), more: new JsonObject { ["userId"] = "anna", ["locale"] = "de-CH", ["metadata"] = new JsonObject { ["a"] = 1 } });
        var changed = await Api.CallAsync(HttpMethod.Patch, $"/v1/push/tokens/{device.Id}", new StringContent("""{"userId":null,"locale":"fr"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(((JsonNode?)null, "fr", "{\"a\":1}"), (changed.Json["userId"], changed.Json["locale"]!.GetValue<string>(), changed.Json["metadata"]!.ToJsonString()));
    }

    [Fact]
    public async Task Deleting_forgets_the_token_and_always_answers_204()
    {
        var device = await RegisterAsync(ApiCalls.NewToken());
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await Api.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{device.Id}")).Status);
        }
        Assert.Equal(HttpStatusCode.NoContent, (await Api.CallAsync(HttpMethod.Delete, "/v1/push/tokens/anything")).Status);
        await using var rows = hub.Rows();
        Assert.True(RowId.TryParse(RowId.Device, device.Id, out var id));
        var row = await rows.Devices.SingleAsync(d => d.Id == id);
        Assert.Equal((0, "", "deleted"), (row.SealedToken.Length, row.TokenTail, row.RetiredReason));
    }

    [Fact]
    public async Task The_token_is_never_shown()
    {
        var token = ApiCalls.NewToken();
        var device = await RegisterAsync(token);
        Assert.DoesNotContain(token, device.Text + (await ShowAsync(device.Id)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apns", 64, true)]
    [InlineData("apns", 63, false)]
    [InlineData("apns", 200, true)]
    [InlineData("apns", 201, false)]
    [InlineData("fcm", 20, true)]
    [InlineData("fcm", 19, false)]
    [InlineData("fcm", 4096, true)]
    [InlineData("fcm", 4097, false)]
    public async Task Tokens_have_their_vendors_length(string provider, int length, bool fits)
    {
        var answer = await Api.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = provider, ["token"] = new string('a', length) });
        Assert.Equal(fits ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(fits ? [] : ["/token:bad_format"], answer.Faults);
    }

    [Theory]
    [InlineData("""{"provider":"telegraph","token":"x"}""", "/provider:not_allowed")]
    [InlineData("""{"provider":"huawei","token":"short"}""", "/token:bad_format")]
    [InlineData("""{"provider":"huawei","token":"with white space inside it"}""", "/token:bad_format")]
    [InlineData("""{"provider":"mipush","token":"d//igwEhgBGCI2TG6lWqlBMG,UHP0SU8hX8g2kD5iZPI="}""", "/token:bad_format")]
    [InlineData("""{"provider":"mipush","token":"d//igwEhgBGCI2TG6lWqlBMGUHP0","environment":"sandbox"}""", "/environment:not_allowed")]
    [InlineData("""{"provider":"apns"}""", "/token:required")]
    [InlineData("""{"provider":"expo"}""", "/token:required")]
    [InlineData("""{"provider":"expo","token":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""", "/token:bad_format")]
    [InlineData("""{"provider":"expo","token":"ExponentPushToken[]"}""", "/token:bad_format")]
    [InlineData("""{"provider":"expo","token":"ExponentPushToken[a b]"}""", "/token:bad_format")]
    [InlineData("""{"provider":"expo","token":"ExpoPushToken[x] "}""", "/token:bad_format")]
    [InlineData("""{"provider":"expo","token":"ExpoPushToken[x]","environment":"sandbox"}""", "/environment:not_allowed")]
    [InlineData("""{"provider":"apns","token":"not hex at all and not hex at all and not hex at all and not hex at all"}""", "/token:bad_format")]
    [InlineData("""{"provider":"fcm","token":"with white space inside it"}""", "/token:bad_format")]
    [InlineData("""{"provider":"fcm","token":"aaaaaaaaaaaaaaaaaaaa","environment":"sandbox"}""", "/environment:not_allowed")]
    [InlineData("""{"provider":"apns","token":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","environment":"staging"}""", "/environment:not_allowed")]
    [InlineData("""{"provider":"fcm","token":"aaaaaaaaaaaaaaaaaaaa","timezone":"Mars/Base"}""", "/timezone:bad_format")]
    [InlineData("""{"provider":"fcm","token":"aaaaaaaaaaaaaaaaaaaa","locale":"not a locale"}""", "/locale:bad_format")]
    [InlineData("""{"provider":"fcm","token":"aaaaaaaaaaaaaaaaaaaa","permission":"maybe"}""", "/permission:not_allowed")]
    [InlineData("""{"provider":"fcm","token":"aaaaaaaaaaaaaaaaaaaa","userFingerprintHex":"abc"}""", "/userFingerprintHex:bad_format")]
    [InlineData("""{"provider":"fcm","token":"aaaaaaaaaaaaaaaaaaaa","installationId":""}""", "/installationId:too_short")]
    [InlineData("""{"provider":"webpush","token":"aaaaaaaaaaaaaaaaaaaa"}""", "/token:not_allowed /subscription:required")]
    [InlineData("""{"provider":"webpush","subscription":{"endpoint":"ftp://x.example","keys":{"p256dh":"AAAA","auth":"AAAA"}}}""", "/subscription/endpoint:bad_format /subscription/keys/p256dh:bad_format /subscription/keys/auth:bad_format")]
    public async Task What_no_vendor_could_know_is_refused(string body, string faults)
    {
        var answer = await Api.PostTextAsync("/v1/push/tokens", body);
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal(faults.Split(' '), answer.Faults);
    }

    [Theory]
    [InlineData("ExponentPushToken[xxxxxxxxxxxxxxxxxxxxxx]")]
    [InlineData("ExpoPushToken[xxxxxxxxxxxxxxxxxxxxxx]")]
    public async Task Both_forms_of_Expos_tokens_are_taken(string token)
    {
        var answer = await Api.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "expo", ["token"] = token });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("http://push.example.com/abc")]
    [InlineData("https://10.0.0.1/abc")]
    [InlineData("https://[::1]/abc")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://localhost/abc")]
    public async Task Endpoints_inside_the_house_are_refused(string endpoint)
    {
        var answer = await Api.PostAsync("/v1/push/tokens", ApiCalls.WebPushDevice(endpoint));
        Assert.Equal((HttpStatusCode.BadRequest, "endpoint_not_allowed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_point_beside_the_curve_is_refused()
    {
        var device = ApiCalls.WebPushDevice();
        var keys = device["subscription"]!["keys"]!;
        var point = System.Buffers.Text.Base64Url.DecodeFromChars(keys["p256dh"]!.GetValue<string>());
        point[64] ^= 1;
        keys["p256dh"] = System.Buffers.Text.Base64Url.EncodeToString(point);
        Assert.Equal(["/subscription/keys/p256dh:bad_format"], (await Api.PostAsync("/v1/push/tokens", device)).Faults);
    }

    private Task<ApiAnswer> RegisterAsync(string token, string? installation = null, JsonObject? more = null)
    {
        var body = more ?? [];
        body["provider"] = "apns";
        body["token"] = token;
        if (installation is not null)
        {
            body["installationId"] = installation;
        }
        return Api.PostAsync("/v1/push/tokens", body);
    }

    private Task<ApiAnswer> ShowAsync(string id) => Api.ReadAsync($"/v1/push/tokens/{id}");

    private async Task<bool> RetireAsync(string device, DateTimeOffset now, DateTimeOffset? deadSince)
    {
        Assert.True(RowId.TryParse(RowId.Device, device, out var id));
        return await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session => DeviceRetirement.RetireAsync(session, hub.Hub.ProjectId, id, "Unregistered", now, deadSince));
    }
}
