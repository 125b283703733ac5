using System.Text;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Fcm;

/// <summary>What the network and a broken peer can do to an HTTP/1.1 request.</summary>
public class FcmFaultTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Silence_is_a_timeout_that_may_have_delivered()
    {
        await using var rig = await FcmRig.StartAsync(Short);
        rig.Fcm.Then(Reply.Silence);
        Ends(await rig.SendAsync(), "timeout", maybe: true);
    }

    [Fact]
    public async Task A_dropped_connection_may_have_delivered()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(Reply.Abort);
        Ends(await rig.SendAsync(), "reset", maybe: true);
    }

    [Fact]
    public async Task A_success_whose_body_never_ends_is_malformed()
    {
        await using var rig = await FcmRig.StartAsync(Short);
        rig.Fcm.Then(Reply.SilenceAfterHeaders(200));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Theory]
    [InlineData("", true, "reset")]
    [InlineData("", false, "reset")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", true, "reset")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", false, "reset")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", false, "malformed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", false, "malformed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"name\"", false, "malformed")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", false, "malformed")]
    public async Task An_answer_that_is_no_HTTP_may_have_delivered(string bytes, bool reset, string code)
    {
        await using var google = await FcmRig.StartAsync();
        await using var fcm = new RawVendor(bytes, reset);
        var outcome = await SendAsync(google, fcm.Port);
        Assert.Equal((OutcomeKind.Retry, code, true), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Fact]
    public async Task Nobody_listening_delivered_nothing()
    {
        await using var rig = await FcmRig.StartAsync();
        await rig.Fcm.DisposeAsync();
        Ends(await rig.SendAsync(), "connect_refused", maybe: false);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_delivered_nothing()
    {
        await using var google = await FcmRig.StartAsync();
        var outcome = await SendAsync(google, 443, "https://nobody.invalid");
        Ends(outcome, "dns", maybe: false);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("")]
    [InlineData("{\"error\":\"nope\"}")]
    [InlineData("{\"error\":{\"status\":[1]}}")]
    public async Task A_refusal_that_is_not_Googles_kills_no_token_and_no_account(string body)
    {
        await using var rig = await FcmRig.StartAsync();
        foreach (var status in new[] { 400, 403, 404 })
        {
            rig.Fcm.Then(Reply.Status(status, body));
            var outcome = await rig.SendAsync();
            Assert.Equal((OutcomeKind.Retry, "malformed", status), (outcome.Kind, outcome.Code, outcome.Status));
        }
    }

    [Fact]
    public async Task An_answer_in_another_encoding_is_malformed()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(Reply.Bytes(200, Encoding.Unicode.GetBytes("""{"name":"projects/demo-project/messages/1"}"""), "Content-Type", "application/json; charset=utf-16"));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Fact]
    public async Task A_packed_answer_is_not_unpacked()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(Reply.Bytes(200, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "Content-Encoding", "gzip"));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_read_to_its_cap()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(Reply.Huge(200, 10 * 1024 * 1024));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_gateways_error_is_tried_again(int status)
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(Reply.Status(status, "<html>"));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, $"http_{status}", 10d), (outcome.Kind, outcome.Code, outcome.RetryFloor!.Value.TotalSeconds));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var rig = await FcmRig.StartAsync();
        await using var elsewhere = await FcmRig.StartAsync();
        rig.Fcm.Then(Reply.Status(307, "", "Location", elsewhere.Fcm.Url));
        Assert.Equal(OutcomeKind.Retry, (await rig.SendAsync()).Kind);
        Assert.Empty(elsewhere.Fcm.Requests);
    }

    private static void Ends(ProviderOutcome outcome, string code, bool maybe) =>
        Assert.Equal((OutcomeKind.Retry, code, maybe), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));

    private static async Task<ProviderOutcome> SendAsync(FcmRig google, int port, string? url = null)
    {
        using var host = new ProviderHost(("Providers:Fcm:BaseUrl", url ?? $"http://127.0.0.1:{port}"));
        host.AllowList.Allow("127.0.0.1", google.OAuth.Port);
        host.AllowList.Allow("127.0.0.1", port);
        return await host.Provider("fcm").SendAsync(google.Call(FcmRig.Hello), CancellationToken.None);
    }
}
