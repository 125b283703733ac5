using Microsoft.Extensions.Options;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Pipeline.Providers.Apns;
using NotifyHub.Pipeline.Providers.Expo;
using NotifyHub.Pipeline.Providers.Fcm;
using NotifyHub.Pipeline.Providers.Huawei;
using NotifyHub.Pipeline.Providers.MiPush;
using NotifyHub.Pipeline.Providers.WebPush;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers;

public class ProviderOptionsTests
{
    [Fact]
    public void The_defaults_are_the_vendors_own_addresses()
    {
        using var host = new ProviderHost();
        Assert.Equal(("https://api.push.apple.com", "https://api.sandbox.push.apple.com"), (Of<ApnsOptions>(host).ProductionUrl, Of<ApnsOptions>(host).SandboxUrl));
        Assert.Equal("https://fcm.googleapis.com", Of<FcmOptions>(host).BaseUrl);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)), (Of<WebPushOptions>(host).ConnectTimeout, Of<WebPushOptions>(host).TotalTimeout));
        Assert.Equal(("https://oauth-login.cloud.huawei.com/oauth2/v3/token", "https://push-api.cloud.huawei.com"), (Of<HuaweiOptions>(host).TokenUrl, Of<HuaweiOptions>(host).PushUrl));
        Assert.Equal("https://api.xmpush.xiaomi.com", Of<MiPushOptions>(host).BaseUrl);
        Assert.Equal(("https://slack.com/api", "https://api.telegram.org"), (Of<NotifyHub.Pipeline.Providers.Slack.SlackOptions>(host).BaseUrl, Of<NotifyHub.Pipeline.Providers.Telegram.TelegramOptions>(host).BaseUrl));
        string[] names = [.. ProviderNames.WithAccount.Select(p => p.Wire())];
        Assert.Equal(names, names.Select(n => host.Provider(n).Name));
        Assert.Equal(("https://exp.host", 6, 5d), (Of<ExpoOptions>(host).BaseUrl, Of<ExpoOptions>(host).MaxConnections, Of<ExpoOptions>(host).Gather.TotalMilliseconds));
    }

    [Fact]
    public void Every_fault_names_its_key()
    {
        using var host = new ProviderHost(
            ("Providers:Apns:ProductionUrl", "api.push.apple.com"), ("Providers:Apns:SandboxUrl", "ftp://x"), ("Providers:Apns:ConnectTimeout", "00:02:00"),
            ("Providers:Apns:TotalTimeout", "00:00:00"), ("Providers:Apns:MaxConnections", "0"));
        var faults = Assert.Throws<OptionsValidationException>(() => Of<ApnsOptions>(host)).Failures.Select(f => f.Split(' ')[0]);
        Assert.Equal(["ConnectTimeout", "TotalTimeout", "MaxConnections", "ProductionUrl", "SandboxUrl"], faults.Select(f => f[(ApnsOptions.Section.Length + 1)..]));
    }

    [Fact]
    public void Every_vendors_own_address_is_checked()
    {
        using var host = new ProviderHost(
            ("Providers:Huawei:TokenUrl", "oauth"), ("Providers:Huawei:PushUrl", "ftp://x"), ("Providers:MiPush:BaseUrl", "https://x/?y"), ("Providers:MiPush:MaxConnections", "0"));
        Assert.Equal(["NotifyHub:Providers:Huawei:TokenUrl", "NotifyHub:Providers:Huawei:PushUrl"], FaultsOf<HuaweiOptions>());
        Assert.Equal(["NotifyHub:Providers:MiPush:MaxConnections", "NotifyHub:Providers:MiPush:BaseUrl"], FaultsOf<MiPushOptions>());

        IEnumerable<string> FaultsOf<T>() where T : class => Assert.Throws<OptionsValidationException>(() => Of<T>(host)).Failures.Select(f => f.Split(' ')[0]);
    }

    [Fact]
    public void A_host_that_is_none_names_its_key()
    {
        using var host = new ProviderHost(("Egress:AllowedHosts:0", "localhost:5081"), ("Egress:AllowedHosts:1", "http://localhost"));
        var fault = Assert.Single(Assert.Throws<OptionsValidationException>(() => Of<EgressOptions>(host)).Failures);
        Assert.StartsWith("NotifyHub:Egress:AllowedHosts:1 ", fault);
    }

    [Fact]
    public void Registering_twice_gives_one_way_out()
    {
        using var host = new ProviderHost(s => s.AddEgress(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build()));
        Assert.NotNull(host.Get<IEgress>());
    }

    [Theory]
    [InlineData("apns", 4096)]
    [InlineData("fcm", 4096)]
    [InlineData("webpush", 3993)]
    [InlineData("huawei", 4096)]
    [InlineData("mipush", 4096)]
    [InlineData("expo", 4096)]
    public void Size_and_preview_are_those_of_the_payload(string name, int max)
    {
        using var host = new ProviderHost();
        var provider = host.Provider(name);
        var size = provider.Measure(Messages.Everything, "dlv_1");
        Assert.Equal((max, true), (size.MaxBytes, size.Fits));
        Assert.False(provider.Measure(Messages.Everything with { Data = new() { ["x"] = new string('x', max) } }, "dlv_1").Fits);
        var preview = provider.Preview(Messages.Everything, "dlv_1");
        Assert.Contains("\n", preview);
        // Huawei and MiPush carry the app's data as JSON in a string.
        Assert.Matches("""notifyhub_msg_id\\?": ?\\?"dlv_1""", preview);
    }

    private static T Of<T>(ProviderHost host) where T : class => host.Get<IOptions<T>>().Value;
}
