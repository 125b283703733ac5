using System.Globalization;
using System.Net;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Tests.Sandbox;

public sealed class FaultTests : IAsyncLifetime
{
    private SandboxHost _sandbox = null!;
    private ApnsCaller _apple = null!;
    private Phone _phone = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup());
        _apple = new ApnsCaller(_sandbox);
        _phone = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Ios, "Ana's iPhone"));
    }

    public async Task DisposeAsync()
    {
        _apple.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public void Scripts_are_read_whole_or_not_at_all()
    {
        Assert.Equal([new ScriptedFault(FaultKind.Slow, Seconds: 2), new ScriptedFault(FaultKind.Status, 503, Times: 2)], FaultScript.Parse("slow2+f503x2")!.Faults);
        Assert.Equal(new ScriptedFault(FaultKind.Status, 429, new RetryAfter(RetryAfterForm.Seconds, 5)), FaultScript.Parse("f429r5")!.Faults[0]);
        Assert.Equal(new ScriptedFault(FaultKind.Status, 429, new RetryAfter(RetryAfterForm.Seconds, -1)), FaultScript.Parse("f429rm1")!.Faults[0]);
        Assert.Equal(new ScriptedFault(FaultKind.Status, 400, Reason: "BadTopic"), FaultScript.Parse("f400.BadTopic")!.Faults[0]);
        Assert.Equal(new ScriptedFault(FaultKind.Status, 410, Age: 60), FaultScript.OfToken("f410a60-abc")!.Faults[0]);
        foreach (var wrong in (string[])["", "f200", "f429r", "slow", "reset5", "f503x2+", "loud", "f400.", "f200x1", "f503 "])
        {
            Assert.Null(FaultScript.Parse(wrong));
        }

        Assert.Null(FaultScript.OfToken("740f4707bebcf74f"));
        Assert.Null(FaultScript.OfToken("-f503"));
    }

    [Fact]
    public async Task A_script_in_the_token_counts_its_calls()
    {
        const string Token = "f503x2+f429r5x1-9f86d081";

        Assert.Equal("503 ServiceUnavailable", await Send(Token));
        Assert.Equal("503 ServiceUnavailable", await Send(Token));
        Assert.Equal("429 TooManyRequests 5", await Send(Token));
        Assert.Equal("200", await Send(Token));
        Assert.Equal("503 ServiceUnavailable", await Send("f503x2+f429r5x1-another"));
    }

    [Fact]
    public async Task A_script_on_a_phone_starts_ends_and_keeps_the_message_away()
    {
        _phone.SetScript(FaultScript.Parse("f400.BadCollapseId"));
        Assert.Equal("400 BadCollapseId", await Send(_phone.Token));
        Assert.Empty(_phone.Messages);

        _phone.SetScript(null);
        Assert.Equal("200", await Send(_phone.Token));
        Assert.Single(_phone.Messages);
    }

    [Fact]
    public async Task Retry_After_comes_as_seconds_a_date_or_nonsense()
    {
        Assert.Equal("429 TooManyRequests -1", await Send("f429rm1-a"));
        var answer = await _apple.SendAsync("f503rd120-a");
        var date = DateTimeOffset.ParseExact(answer.Header("Retry-After")!, "R", CultureInfo.InvariantCulture);
        Assert.InRange(date - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(121));
    }

    [Fact]
    public async Task A_dead_token_names_the_instant_it_died()
    {
        var answer = await _apple.SendAsync("f410a3600-a");

        var since = DateTimeOffset.FromUnixTimeMilliseconds(answer.Body.GetProperty("timestamp").GetInt64());
        Assert.InRange(DateTimeOffset.UtcNow - since, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("drop")]
    public async Task A_cut_exchange_fails_on_the_wire_and_is_in_the_log(string fault)
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _apple.SendAsync(fault + "-a"));
        Assert.Equal((0, fault), Assert.Single(_sandbox.Arrivals.Newest()) is var arrival ? (arrival.Status, arrival.Code) : default);
        Assert.Equal("200", await Send(_phone.Token));
    }

    [Fact]
    public async Task A_hanging_exchange_is_silent_until_the_caller_gives_up()
    {
        using var patience = new CancellationTokenSource();
        using var request = _apple.Request("hang600-a");
        var call = _apple.SendAsync(request, patience.Token);
        await _sandbox.Arrivals.WaitForAsync(arrival => arrival.Code == "hang");
        Assert.False(call.IsCompleted);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_late_answer_comes_after_the_message_has_reached_the_phone()
    {
        _phone.SetScript(FaultScript.Parse("late600x1"));
        using var patience = new CancellationTokenSource();
        using var request = _apple.Request(_phone.Token);
        var call = _apple.SendAsync(request, patience.Token);
        await _sandbox.Arrivals.WaitForAsync(arrival => arrival.Status == 200);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal("200", await Send(_phone.Token));

        Assert.Equal(2, Assert.Single(_phone.Messages).Copies);
    }

    [Fact]
    public async Task Slow_waits_and_then_goes_well()
    {
        var before = TimeProvider.System.GetTimestamp();
        Assert.Equal("200", await Send("slow1-a"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(before), TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("junk.html")]
    [InlineData("junk.empty")]
    public async Task Junk_is_a_success_that_no_vendor_gives(string fault)
    {
        using var http = new HttpClient();
        using var request = _apple.Request(fault + "-a");
        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("apns-id"));
    }

    [Fact]
    public async Task Half_an_answer_breaks_off()
    {
        using var http = new HttpClient();
        using var request = _apple.Request("junk.half-a");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.SendAsync(request));
    }

    [Fact]
    public async Task After_goaway_the_next_call_uses_another_connection()
    {
        Assert.Equal("200", await Send("goaway-a"));
        Assert.Equal("200", await Send(_phone.Token));
    }

    [Fact]
    public async Task The_other_vendors_answer_in_their_own_words()
    {
        using var google = new FcmCaller(_sandbox);
        using var site = new WebPushCaller(_sandbox);
        var quota = await google.SendAsync("""{"message":{"token":"f429r7.device-a","data":{}}}""");
        var gone = await google.SendAsync("""{"message":{"token":"f410-a","data":{}}}""");
        var field = await google.SendAsync("""{"message":{"token":"f400.message.android-a","data":{}}}""");
        var slow = await site.SendAsync(new Uri(_sandbox.Addresses.Http, "/wpush/f429r9-a"), [1]);

        Assert.Equal((429, "QUOTA_EXCEEDED", "7"), (quota.Status, quota.ErrorCode, quota.RetryAfter));
        Assert.Equal("device", quota.Details.Last().GetProperty("violations")[0].GetProperty("subject").GetString());
        Assert.Equal((404, "UNREGISTERED"), (gone.Status, gone.ErrorCode));
        Assert.Equal((400, "message.android"), (field.Status, field.Field));
        Assert.Equal((429, "9"), (slow.Status, slow.Headers.RetryAfter?.ToString()));
    }

    private async Task<string> Send(string token)
    {
        var answer = await _apple.SendAsync(token);
        return string.Join(' ', new[] { answer.Status.ToString(CultureInfo.InvariantCulture), answer.Reason, answer.Header("Retry-After") }.Where(word => word is not null));
    }
}
