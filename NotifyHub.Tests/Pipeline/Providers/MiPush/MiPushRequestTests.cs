using NotifyHub.Pipeline.Providers.MiPush;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.MiPush;

/// <summary>How MiPush is asked, and where.</summary>
public class MiPushRequestTests
{
    [Fact]
    public async Task A_send_is_a_form_with_the_secret_in_its_header()
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(MiPushRig.Accepted);
        await rig.SendAsync();

        var request = rig.Xiaomi.Requests.Single();
        Assert.Equal(("POST", "/v3/message/regid", "HTTP/1.1"), (request.Method, request.Path, request.Protocol));
        Assert.Equal(("key=" + MiPushRig.Secret, "application/x-www-form-urlencoded; charset=utf-8"), (request.Header("Authorization"), request.Header("Content-Type")));
        var form = rig.LastForm();
        Assert.Equal((MiPushRig.Token, "com.example.app", "Hello", "World", "0"),
            (form["registration_id"], form["restricted_package_name"], form["title"], form["description"], form["pass_through"]));
    }

    [Theory]
    [InlineData("china", "https://api.xmpush.xiaomi.com")]
    [InlineData("global", "https://sgp-api.xmpush.global.xiaomi.com")]
    [InlineData("europe", "https://fr-api.xmpush.global.xiaomi.com")]
    [InlineData("india", "https://idmb-api.xmpush.global.xiaomi.com")]
    [InlineData("russia", "https://ru-api.xmpush.global.xiaomi.com")]
    public void A_region_has_its_server_unless_another_was_set(string region, string server)
    {
        Assert.Equal(server, new MiPushOptions().UrlOf(region));
        Assert.Equal(server, new MiPushOptions { BaseUrl = "https://api.xmpush.xiaomi.com/" }.UrlOf(region));
        Assert.Equal("https://proxy.example/mi", new MiPushOptions { BaseUrl = "https://proxy.example/mi/" }.UrlOf(region));
    }

    [Theory]
    [InlineData(200, """{"result":"ok","code":0,"data":{"data":[]}}""", "ok", null)]
    [InlineData(401, """{"result":"error","code":21301,"reason":"Invalid app secret"}""", "rejected", "21301")]
    [InlineData(200, """{"result":"error","code":22022}""", "rejected", "22022")]
    [InlineData(200, """{"result":"error","code":10017}""", "limited", "10017")]
    [InlineData(200, """{"result":"error","code":10027}""", "limited", "10027")]
    [InlineData(200, """{"result":"error","code":29999}""", "limited", "unclassified_29999")]
    [InlineData(404, "", "limited", "malformed")]
    [InlineData(429, "", "limited", "http_429")]
    [InlineData(503, "", "unreachable", "http_503")]
    [InlineData(200, "<html>", "unreachable", "malformed")]
    public async Task A_probe_reads_counters_and_sends_nothing(int status, string body, string verdict, string? code)
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(Reply.Status(status, body));
        var probe = await rig.Provider.ProbeAsync(rig.Credential, CancellationToken.None);
        Assert.Equal((verdict, code), (probe.Verdict, probe.Code));
        var request = rig.Xiaomi.Requests.Single();
        Assert.Equal(("GET", "/v1/stats/message/counters", "key=" + MiPushRig.Secret), (request.Method, request.Path, request.Header("Authorization")));
    }
}
