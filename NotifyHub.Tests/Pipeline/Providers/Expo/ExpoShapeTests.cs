using System.Text.Json;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Expo;

public class ExpoShapeTests
{
    private const string Token = "A1b2C3d4E5f6_g7H8-i9J0kLmNoPqRsTuVwXyZ12";

    [Theory]
    [InlineData(Token)]
    [InlineData("  " + Token + "\n")]
    [InlineData("Bearer " + Token)]
    public void An_access_token_is_taken_and_repaired(string text)
    {
        var shape = Check(JsonSerializer.Serialize(new { accessToken = text }));
        Assert.Null(shape.Problem);
        Assert.Equal(("""{"access":"by access token"}""", $$"""{"accessToken":"{{Token}}"}"""), (shape.ConfigJson, shape.SecretJson));
        Assert.Matches("^sha256:[0-9a-f]{16}$", shape.Fingerprint);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"accessToken":""}""")]
    [InlineData("""{"accessToken":null}""")]
    public void None_is_needed(string secret)
    {
        var shape = Check(secret);
        Assert.Equal((null, """{"access":"open: no access token"}""", "{}", "none"), (shape.Problem, shape.ConfigJson, shape.SecretJson, shape.Fingerprint));
    }

    [Theory]
    [InlineData("ExponentPushToken[xxxxxxxxxxxxxxxxxxxxxx]", "a device's push token")]
    [InlineData("{\"type\":\"service_account\"}", "a JSON file")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIGT", "a key file of Apple or Google")]
    [InlineData("short", "no access token")]
    [InlineData("has white space in the middle of it", "no access token")]
    public void Another_thing_is_called_by_its_name(string text, string words)
    {
        var shape = Check(JsonSerializer.Serialize(new { accessToken = text }));
        Assert.Contains(words, shape.Problem);
        Assert.Contains("expo.dev", shape.Problem);
        Assert.Equal("/secret/accessToken", shape.Pointer);
    }

    [Theory]
    [InlineData(200, "{\"data\":{}}", "ok", null)]
    [InlineData(400, "{\"errors\":[{\"code\":\"VALIDATION_ERROR\"}]}", "ok", "VALIDATION_ERROR")]
    [InlineData(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}", "rejected", "UNAUTHORIZED")]
    [InlineData(429, "{\"errors\":[{\"code\":\"TOO_MANY_REQUESTS\"}]}", "limited", "TOO_MANY_REQUESTS")]
    [InlineData(503, "", "unreachable", "http_503")]
    [InlineData(403, "<html>", "unreachable", "http_403")]
    public async Task A_question_for_no_receipts_judges_the_account(int status, string body, string verdict, string? code)
    {
        await using var rig = await ExpoRig.StartAsync(accessToken: Token);
        rig.Expo.Then(Reply.Status(status, body));
        var probe = await rig.Provider.ProbeAsync(rig.Secret, CancellationToken.None);
        Assert.Equal((verdict, code), (probe.Verdict, probe.Code));
        var asked = Assert.Single(rig.Expo.Requests);
        Assert.Equal(("/--/api/v2/push/getReceipts", "{\"ids\":[]}", $"Bearer {Token}"), (asked.Path, asked.Text, asked.Header("Authorization")));
    }

    private static CredentialShape Check(string secret)
    {
        using var host = new ProviderHost();
        return host.Provider("expo").CheckShape("{}", secret);
    }
}
