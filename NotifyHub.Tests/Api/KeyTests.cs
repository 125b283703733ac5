using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class KeyTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Without_a_key_nothing_is_even_read()
    {
        var answer = await hub.Hub.ClientFor(null).PostTextAsync("/v1/push/send", "not json");
        Assert.Equal((HttpStatusCode.Unauthorized, "missing_key"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("nhs_short")]
    [InlineData("nhs_0000000000000000000000000000000000000000000000")]
    [InlineData("anything")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var answer = await hub.Hub.ClientFor(key).ReadAsync("/v1/push/receipts/dlv_0000000000001");
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_key"), (answer.Status, answer.Code));
        Assert.Contains("invalid_token", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_bearer_scheme_counts()
    {
        using var client = new HttpClient { BaseAddress = hub.Hub.Url };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Basic " + hub.Hub.ServerKey);
        Assert.Equal("missing_key", (await client.ReadAsync("/v1/push/receipts/x")).Code);
    }

    [Fact]
    public async Task A_key_does_what_its_scopes_say_and_the_answer_names_the_missing_one()
    {
        var reader = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.Read));
        Assert.Equal(HttpStatusCode.NotFound, (await reader.ReadAsync("/v1/push/receipts/dlv_0000000000001")).Status);
        var refused = await reader.SendAsync(new JsonObject { ["to"] = "x" });
        Assert.Equal((HttpStatusCode.Forbidden, "insufficient_scope"), (refused.Status, refused.Code));
        Assert.Contains("scope=\"send\"", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publishable_key_registers_and_acks_and_does_nothing_else()
    {
        var app = hub.Hub.ClientFor(hub.Other.PublishableKey);
        var server = hub.Hub.ClientFor(hub.Other.ServerKey);
        var device = await app.NewDeviceAsync();
        var sent = await server.SendAsync(new JsonObject { ["to"] = device, ["title"] = "Hello" });
        var delivery = sent.Json["tickets"]![0]!["id"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync($"/v1/push/sends/{delivery}/ack", new JsonObject { ["eventType"] = "received" })).Status);

        Assert.Equal("insufficient_scope", (await app.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x" })).Code);
        Assert.Equal("insufficient_scope", (await app.ReadAsync($"/v1/push/tokens/{device}")).Code);
        Assert.Equal("insufficient_scope", (await app.ReadAsync($"/v1/push/receipts/{delivery}")).Code);
        Assert.Equal("insufficient_scope", (await app.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{device}")).Code);
    }

    [Theory]
    [InlineData("userId", "\"customer-7\"")]
    [InlineData("userFingerprintHex", "\"00000000000000000000000000000000000000000000000000000000000000aa\"")]
    [InlineData("traits", "{}")]
    public async Task A_publishable_key_cannot_say_whose_device_it_is(string field, string value)
    {
        var body = new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), [field] = JsonNode.Parse(value) };
        Assert.Equal("user_proof_required", (await hub.Hub.ClientFor(hub.Other.PublishableKey).PostAsync("/v1/push/tokens", body)).Code);
        Assert.Equal(HttpStatusCode.OK, (await hub.Hub.ClientFor(hub.Other.ServerKey).PostAsync("/v1/push/tokens", body)).Status);
    }

    [Fact]
    public async Task A_publishable_key_takes_a_device_over_by_its_old_token_only()
    {
        var app = hub.Hub.ClientFor(hub.Other.PublishableKey);
        var old = ApiCalls.NewToken();
        var device = (await app.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = old })).Json["id"]!.GetValue<string>();
        JsonObject Takes(string what) => new() { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["replaces"] = what };

        Assert.Equal("user_proof_required", (await app.PostAsync("/v1/push/tokens", Takes(device))).Code);
        Assert.Equal(device, (await app.PostAsync("/v1/push/tokens", Takes(old))).Json["id"]!.GetValue<string>());
        Assert.Equal(device, (await hub.Hub.ClientFor(hub.Other.ServerKey).PostAsync("/v1/push/tokens", Takes(device))).Json["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Every_answer_names_its_request()
    {
        Assert.NotEmpty((await hub.Client.ReadAsync("/v1/push/receipts/x")).Header("X-Request-Id")!);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/push/receipts/x");
        request.Headers.Add("X-Request-Id", "mine-42");
        using var answer = await hub.Client.SendAsync(request);
        Assert.Equal("mine-42", answer.Headers.GetValues("X-Request-Id").Single());
        Assert.Equal("mine-42", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["requestId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Swollen_headers_are_refused_and_the_server_does_not_name_itself()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/push/receipts/x");
        request.Headers.Add("X-Large", new string('x', 17 * 1024));
        using var refused = await hub.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, refused.StatusCode);
        Assert.Null((await hub.Client.ReadAsync("/v1/push/receipts/x")).Header("Server"));
    }

    [Fact]
    public async Task Unknown_routes_methods_and_query_values_are_problems_too()
    {
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), await Of(HttpMethod.Get, "/v1/nothing"));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "method_not_allowed"), await Of(HttpMethod.Put, "/v1/push/send"));
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), await Of(HttpMethod.Get, "/v1/push/receipts/dlv_0000000000001?verbose=1"));

        async Task<(HttpStatusCode, string?)> Of(HttpMethod method, string path)
        {
            var answer = await hub.Client.CallAsync(method, path);
            Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType!.MediaType);
            return (answer.Status, answer.Code);
        }
    }
}
