using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Security.Egress;

/// <summary>The guard itself: what is connected to, whatever the name said before.</summary>
public sealed class OutboundFactoryTests : IDisposable
{
    private static readonly EgressProfile Profile = new("test", TimeSpan.FromSeconds(5), 10);
    private readonly OwnAddresses _own = new();
    private readonly EgressAllowList _allowed = new(Options.Create(new EgressOptions()));

    [Theory]
    [InlineData("https://127.0.0.1:1/")]
    [InlineData("https://[::1]:1/")]
    [InlineData("https://localhost:1/")]
    [InlineData("https://0:1/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://1.1.1.1/")]
    public async Task A_private_address_or_plain_http_is_not_connected_to(string url) => await Refuses(url, new SystemResolver());

    [Fact]
    public async Task Circled_digits_are_not_connected_to() => await Refuses("https://①②⑦.⓪.⓪.①:1/", new SystemResolver());

    [Fact]
    public async Task A_name_that_turns_to_loopback_after_the_check_is_not_connected_to()
    {
        // The first answer is public, the second is not: the check made with the first is worth nothing.
        var resolver = new Answers([IPAddress.Parse("203.0.114.1")], [IPAddress.Loopback]);
        await resolver.ResolveAsync("rebind.example.com", CancellationToken.None);
        await Refuses("https://rebind.example.com/", resolver);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("64:ff9b::a00:1")]
    public async Task A_name_of_a_private_address_is_not_connected_to(string address) =>
        await Refuses("https://inside.example.com/", new Answers([IPAddress.Parse(address)]));

    [Fact]
    public async Task Our_own_public_address_is_not_connected_to()
    {
        foreach (var address in (await Dns.GetHostAddressesAsync(Dns.GetHostName())).Take(2))
            await Refuses("https://ourselves.example.com/", new Answers([address]));
    }

    [Fact]
    public async Task An_allowed_port_of_loopback_is_reached_and_its_neighbour_is_not()
    {
        await using var vendor = await ScriptedVendor.StartAsync(HttpProtocols.Http1);
        vendor.Otherwise = Reply.Status(200);
        await Refuses(vendor.Url, new SystemResolver());
        _allowed.Allow("127.0.0.1", vendor.Port);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(vendor.Url, new SystemResolver()));
        await Refuses("http://127.0.0.1:1", new SystemResolver());
    }

    [Fact]
    public async Task An_allowed_name_is_reached_wherever_it_leads()
    {
        await using var vendor = await ScriptedVendor.StartAsync(HttpProtocols.Http1);
        vendor.Otherwise = Reply.Status(200);
        _allowed.Allow("twin.internal", vendor.Port);
        Assert.Equal(HttpStatusCode.OK, await GetAsync($"http://twin.internal:{vendor.Port}/", new Answers([IPAddress.Loopback])));
    }

    [Fact]
    public async Task When_the_first_address_does_not_answer_the_next_is_tried()
    {
        await using var vendor = await ScriptedVendor.StartAsync(HttpProtocols.Http1);
        vendor.Otherwise = Reply.Status(200);
        _allowed.Allow("two.internal", vendor.Port);
        Assert.Equal(HttpStatusCode.OK, await GetAsync($"http://two.internal:{vendor.Port}/", new Answers([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback])));
    }

    [Fact]
    public async Task A_redirect_to_the_inside_is_not_followed_and_no_cookie_comes_back()
    {
        await using var vendor = await ScriptedVendor.StartAsync(HttpProtocols.Http1);
        vendor.Otherwise = Reply.Status(302, "", "Location", "http://169.254.169.254/", "Set-Cookie", "a=b");
        _allowed.Allow("127.0.0.1", vendor.Port);
        using var client = Client(new SystemResolver());
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(vendor.Url)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(vendor.Url)).StatusCode);
        Assert.All(vendor.Requests, r => Assert.Null(r.Header("Cookie")));
    }

    [Fact]
    public void Nothing_that_helps_an_attacker_is_on()
    {
        using var handler = Factory(new SystemResolver()).CreateHandler(Profile);
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.False(handler.UseProxy);
        Assert.Null(handler.ActivityHeadersPropagator);
        Assert.Null(handler.SslOptions.RemoteCertificateValidationCallback);
        Assert.Equal(DecompressionMethods.None, handler.AutomaticDecompression);
        Assert.True(handler.EnableMultipleHttp2Connections);
        Assert.True(handler.PooledConnectionIdleTimeout >= TimeSpan.FromSeconds(90));
    }

    public void Dispose() => _own.Dispose();

    private async Task Refuses(string url, IHostResolver resolver)
    {
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(url, resolver));
        Assert.IsType<EgressRefusedException>(fault.InnerException);
    }

    private async Task<HttpStatusCode> GetAsync(string url, IHostResolver resolver)
    {
        using var client = Client(resolver);
        using var response = await client.GetAsync(url);
        return response.StatusCode;
    }

    private HttpClient Client(IHostResolver resolver) => new(Factory(resolver).CreateHandler(Profile));

    private OutboundFactory Factory(IHostResolver resolver) => new(_allowed, _own, resolver);

    /// <summary>A name server that gives each answer once, and the last for ever.</summary>
    private sealed class Answers(params IPAddress[][] answers) : IHostResolver
    {
        private int _asked;

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) => Task.FromResult(answers[Math.Min(_asked++, answers.Length - 1)]);
    }
}
