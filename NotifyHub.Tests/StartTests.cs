using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests;

public class StartTests
{
    [Theory]
    [InlineData("help", 0)]
    [InlineData("--help", 0)]
    [InlineData("migrat", 2)]
    [InlineData("serve", null)]
    [InlineData("--urls=http://127.0.0.1:0", null)]
    [InlineData("NotifyHub:Limits:InFlight=3", null)]
    public void An_unknown_verb_is_refused_and_starts_nothing(string first, int? code)
    {
        var output = new StringWriter();
        Assert.Equal(code, Usage.Stop([first], output));
        Assert.Equal(code is not null, output.ToString().Contains("usage: NotifyHub", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_wrong_setting_is_told_at_once()
    {
        var settings = new Dictionary<string, string?> { ["NotifyHub:Retention:AttemptDays"] = "0", ["NotifyHub:Limits:InFlight"] = "0", ["NotifyHub:Providers:Apns:ProductionUrl"] = "ftp://x" };
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => TestHub.StartAsync(settings));
        Assert.Equal(settings.Keys.Order(), StartFaults.Words(fault)!.Select(line => line.Split(' ')[0]).Order());
    }

    [Fact]
    public void A_fault_of_our_own_keeps_its_stack_trace()
    {
        Assert.Null(StartFaults.Words(new InvalidOperationException("a bug")));
        Assert.Null(StartFaults.Words(new AggregateException(new StartRefusedException("told"), new InvalidOperationException("a bug"))));
        Assert.Equal(["told", "NotifyHub:X must be y."], StartFaults.Words(new AggregateException(new StartRefusedException("told"), new OptionsValidationException("x", typeof(object), ["NotifyHub:X must be y."]))));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_with_its_setting()
    {
        var file = Path.GetTempFileName();
        Assert.Contains("NotifyHub:DataDirectory", Assert.Throws<StartRefusedException>(() => PrivateFolder.Make(Path.Combine(file, "data"))).Message, StringComparison.Ordinal);
    }
}
