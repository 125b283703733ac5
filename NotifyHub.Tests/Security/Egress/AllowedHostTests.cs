using System.Net;
using NotifyHub.Security.Egress;

namespace NotifyHub.Tests.Security.Egress;

public class AllowedHostTests
{
    [Theory]
    [InlineData("localhost", "localhost", 80, true)]
    [InlineData("localhost:81", "LOCALHOST", 81, true)]
    [InlineData("localhost:81", "localhost", 82, false)]
    [InlineData("localhost", "xlocalhost", 80, false)]
    public void A_name_allows_itself(string entry, string host, int port, bool allowed) => Assert.Equal(allowed, AllowedHost.Parse(entry)!.Matches(host, port));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", 80, true)]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", 80, true)]
    [InlineData("127.0.0.1", "127.0.0.2", 80, false)]
    [InlineData("127.0.0.1:81", "127.0.0.1", 82, false)]
    [InlineData("10.0.0.0/8", "10.255.0.1", 1, true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", 1, false)]
    [InlineData("::1", "::1", 80, true)]
    [InlineData("[::1]:81", "::1", 81, true)]
    [InlineData("[::1]:81", "::1", 82, false)]
    [InlineData("1.2.3.4:81", "1.2.3.4", 82, false)]
    [InlineData("fd00::/8", "fd12::1", 81, true)]
    [InlineData("fe80::1", "fe80::1%3", 81, true)]
    public void An_address_or_block_allows_what_lies_in_it(string entry, string address, int port, bool allowed) =>
        Assert.Equal(allowed, AllowedHost.Parse(entry)!.Matches(IPAddress.Parse(address), port));

    [Theory]
    [InlineData("")]
    [InlineData("http://localhost")]
    [InlineData("localhost:0")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:x")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.1/x")]
    [InlineData("a b")]
    [InlineData("*.example.com")]
    [InlineData("[::1:80")]
    public void What_is_none_of_these_is_refused(string entry) => Assert.Null(AllowedHost.Parse(entry));
}
