using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Tests.Security.Egress;

/// <summary>URLs as an attacker writes them, and as real push services do.</summary>
public sealed class AddressFormTests : IDisposable
{
    private readonly OwnAddresses _own = new();

    [Theory]
    [InlineData("http://push.example.com/x")]
    [InlineData("ftp://push.example.com/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://push.example.com/x")]
    [InlineData("data:text/plain,x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ws://push.example.com/x")]
    [InlineData("//push.example.com/x")]
    [InlineData("/relative")]
    [InlineData("https://user@push.example.com/")]
    [InlineData("https://user:pass@push.example.com/")]
    [InlineData("https://push.example.com@127.0.0.1/")]
    [InlineData("https://push.example.com:0/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.0.0.1:8080/")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.0x0.0x0.0x1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://0/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://①②⑦.⓪.⓪.①/")]
    [InlineData("https://１２７.０.０.１/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://2852039166/")]
    [InlineData("https://172.16.0.1/")]
    [InlineData("https://172.31.255.254/")]
    [InlineData("https://192.168.0.1/")]
    [InlineData("https://192.0.2.1/")]
    [InlineData("https://198.18.0.1/")]
    [InlineData("https://198.51.100.7/")]
    [InlineData("https://203.0.113.9/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://255.255.255.255/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[0:0:0:0:0:0:0:1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[::ffff:169.254.169.254]/")]
    [InlineData("https://[::127.0.0.1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[2001:db8::1]/")]
    [InlineData("https://[fc00::1]/")]
    [InlineData("https://[fd12:3456::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[ff02::1]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST/")]
    [InlineData("https://localhost./")]
    [InlineData("https://ｌｏｃａｌｈｏｓｔ/")]
    [InlineData("https://app.localhost/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://router.home.arpa/")]
    [InlineData("https://db.lan/")]
    [InlineData("https://intranet/")]
    [InlineData("https://push.example.com./")]
    [InlineData("https://push_service.example.com:443:80/")]
    public void Refused(string url) => Assert.NotNull(Why(url));

    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc:def")]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/gAAAA")]
    [InlineData("https://web.push.apple.com/QGu")]
    [InlineData("https://wns2-par02p.notify.windows.com/w/?token=BQYA")]
    [InlineData("https://push.example.com:8443/x#fragment")]
    [InlineData("https://ntfy.sh/up1234")]
    [InlineData("https://bücher.example.com/push")]
    [InlineData("https://17.188.143.10/x")]
    [InlineData("https://[2606:4700::1111]/x")]
    [InlineData("HTTPS://PUSH.EXAMPLE.COM/x")]
    public void Allowed(string url) => Assert.Null(Why(url));

    [Fact]
    public void Refused_when_it_is_longer_than_anybodys() => Assert.NotNull(Why($"https://push.example.com/{new string('x', 2048)}"));

    [Fact]
    public void What_configuration_allows_may_be_private_and_plain()
    {
        foreach (var url in new[] { "http://127.0.0.1:5081/x", "http://hub.internal/x", "https://10.1.2.3/x", "http://[::1]:9/x", "http://LOCALHOST:5081/x" })
            Assert.Null(Why(url, "127.0.0.1:5081", "hub.internal", "10.1.0.0/16", "[::1]:9", "localhost:5081"));
        foreach (var url in new[] { "http://127.0.0.1:5082/x", "http://a.hub.internal/x", "https://10.2.0.1/x", "http://[::1]:10/x", "http://localhost/x" })
            Assert.NotNull(Why(url, "127.0.0.1:5081", "hub.internal", "10.1.0.0/16", "[::1]:9", "localhost:5081"));
    }

    public void Dispose() => _own.Dispose();

    private string? Why(string url, params string[] allowed)
    {
        if (!Uri.TryCreate(url, UriKind.RelativeOrAbsolute, out var uri)) return "This is no URL.";
        return AddressForm.WhyRefused(uri, new EgressAllowList(Options.Create(new EgressOptions { AllowedHosts = allowed })), _own);
    }
}
