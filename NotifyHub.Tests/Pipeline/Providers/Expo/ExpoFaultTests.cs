using System.Text;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Expo;

/// <summary>What the network and a broken peer can do, over HTTP/1.1 and HTTP/2, to a request that several callers wait for.</summary>
public class ExpoFaultTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silence_is_each_callers_timeout_that_may_have_delivered(bool http2)
    {
        await using var rig = await ExpoRig.StartAsync(Short, http2, Long);
        rig.Expo.Then(Reply.Silence);
        Assert.All(await rig.SendManyAsync(100), outcome => Ends(outcome, "timeout", maybe: true));
        Assert.Equal(http2 ? "HTTP/2" : "HTTP/1.1", Assert.Single(rig.Expo.Requests).Protocol);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dropped_exchange_may_have_delivered_to_each(bool http2)
    {
        await using var rig = await ExpoRig.StartAsync(http2: http2, gather: Long);
        rig.Expo.Then(Reply.Abort);
        Assert.All(await rig.SendManyAsync(100), outcome => Ends(outcome, "reset", maybe: true));
        rig.Expo.Otherwise = ExpoRig.TakesAll;
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Going_away_loses_no_message(bool http2)
    {
        await using var rig = await ExpoRig.StartAsync(http2: http2);
        rig.Expo.Otherwise = Reply.GoAway(ExpoRig.TakesAll);
        for (var i = 0; i < 5; i++) Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync(device: i)).Kind);
    }

    [Fact]
    public async Task A_stream_that_stays_refused_delivered_nothing()
    {
        await using var rig = await ExpoRig.StartAsync(http2: true);
        rig.Expo.Otherwise = Reply.ResetStream(7);
        Ends(await rig.SendAsync(), "reset", maybe: false);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_success_whose_body_never_ends_is_malformed(bool http2)
    {
        await using var rig = await ExpoRig.StartAsync(Short, http2);
        rig.Expo.Then(Reply.SilenceAfterHeaders(200));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Theory]
    [InlineData("", true, "reset")]
    [InlineData("", false, "reset")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", false, "reset")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", false, "malformed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\"", false, "malformed")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", false, "malformed")]
    public async Task An_answer_that_is_no_HTTP_may_have_delivered(string bytes, bool reset, string code)
    {
        await using var vendor = new RawVendor(bytes, reset);
        Ends(await SendAsync($"http://127.0.0.1:{vendor.Port}", vendor.Port), code, maybe: true);
    }

    [Fact]
    public async Task Nobody_listening_delivered_nothing()
    {
        await using var rig = await ExpoRig.StartAsync();
        await rig.Expo.DisposeAsync();
        Ends(await rig.SendAsync(), "connect_refused", maybe: false);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_delivered_nothing() => Ends(await SendAsync("https://nobody.invalid", 443), "dns", maybe: false);

    [Fact]
    public async Task An_address_that_configuration_does_not_allow_is_tried_again_later() => Ends(await SendAsync("http://127.0.0.1:9", null), "egress_refused", maybe: false);

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    public async Task A_gateways_page_kills_no_token_no_message_and_no_account(int status)
    {
        await using var rig = await ExpoRig.StartAsync(gather: Long);
        rig.Expo.Then(Reply.Status(status, "<html>no</html>"));
        Assert.All(await rig.SendManyAsync(100), outcome => Assert.Equal((OutcomeKind.Retry, "malformed", status), (outcome.Kind, outcome.Code, outcome.Status)));
        Assert.Single(rig.Expo.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Overload_without_words_is_tried_again(int status)
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Status(status, "<html>", "Retry-After", "7"));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, $"http_{status}", 7d, false), (outcome.Kind, outcome.Code, outcome.RetryAfter!.Value.TotalSeconds, outcome.MaybeDelivered));
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_read_to_its_cap()
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Huge(200, 10 * 1024 * 1024));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Fact]
    public async Task A_packed_answer_is_not_unpacked()
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Bytes(200, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "Content-Encoding", "gzip"));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Fact]
    public async Task An_answer_in_another_encoding_is_malformed()
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Bytes(200, Encoding.Unicode.GetBytes("""{"data":[{"status":"ok","id":"x"}]}"""), "Content-Type", "application/json; charset=utf-16"));
        Ends(await rig.SendAsync(), "malformed", maybe: true);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var rig = await ExpoRig.StartAsync();
        await using var elsewhere = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Status(307, "", "Location", elsewhere.Expo.Url));
        Assert.Equal(OutcomeKind.Retry, (await rig.SendAsync()).Kind);
        Assert.Empty(elsewhere.Expo.Requests);
    }

    private static void Ends(ProviderOutcome outcome, string code, bool maybe) =>
        Assert.Equal((OutcomeKind.Retry, code, maybe), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));

    private static async Task<ProviderOutcome> SendAsync(string url, int? allowed)
    {
        using var host = new ProviderHost(("Providers:Expo:BaseUrl", url));
        if (allowed is { } port) host.AllowList.Allow("127.0.0.1", port);
        var call = new ProviderCall(new("k", "{}", "{}"), new(ExpoRig.Token(1), null, null, null, default), ExpoRig.Hello, "dlv_1", null, null);
        return await host.Provider("expo").SendAsync(call, CancellationToken.None);
    }
}
