using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.WebPush;

namespace NotifyHub.Tests.Sandbox;

public sealed class WebPushTwinTests : IAsyncLifetime
{
    private const string Message = """{"title":"Shipped","body":"On its way","tag":"o","data":{"notifyhub_msg_id":"dlv_3"},"actions":[{"action":"TRACK","title":"Track"}]}""";

    private SandboxHost _sandbox = null!;
    private WebPushCaller _site = null!;
    private Phone _browser = null!;

    private Uri Endpoint => _browser.Subscription!.Endpoint;

    private byte[] Body => WebPushCaller.Encrypt(_browser.Subscription!, Encoding.UTF8.GetBytes(Message));

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup());
        _site = new WebPushCaller(_sandbox);
        _browser = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Web, "Cleo's Firefox"));
    }

    public async Task DisposeAsync()
    {
        _site.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_message_in_order_is_taken_decrypted_and_shown()
    {
        var (status, headers) = await _site.SendAsync(_browser, Message);

        Assert.Equal(201, status);
        Assert.StartsWith(_sandbox.Addresses.Http.ToString(), headers.Location!.ToString(), StringComparison.Ordinal);
        var push = Assert.Single(_browser.Messages).Push;
        Assert.Equal(("dlv_3", "Shipped", "On its way", Message), (push.MsgId, push.Title, push.Body, push.Payload));
        Assert.Equal([new PhoneAction("TRACK", "Track")], push.Actions);
        Assert.Equal("dlv_3", Assert.Single(_sandbox.Arrivals.Newest()).MsgId);
    }

    [Fact]
    public void The_example_of_RFC_8291_appendix_A_opens()
    {
        const string Encrypted = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        var point = Base64Url.DecodeFromChars("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        using var pair = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64Url.DecodeFromChars("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
            Q = new ECPoint { X = point[1..33], Y = point[33..] },
        });
        using var keys = SubscriptionKeys.Load(Convert.ToBase64String(pair.ExportPkcs8PrivateKey()), "BTBZMqHH6r4Tts7J_aSIgg");

        Assert.Equal("When I grow up, I want to be a watermelon", Encoding.UTF8.GetString(MessageOpener.Open(Base64Url.DecodeFromChars(Encrypted), keys)!));
    }

    [Fact]
    public async Task A_tampered_message_is_taken_and_never_shown()
    {
        var body = Body;
        body[^1] ^= 1;

        var (status, _) = await _site.SendAsync(Endpoint, body);

        Assert.Equal((201, 1), (status, _browser.Undecryptable));
        Assert.Empty(_browser.Messages);
    }

    [Theory]
    [InlineData("TTL", null)]
    [InlineData("TTL", "-1")]
    [InlineData("Content-Encoding", "aesgcm")]
    [InlineData("Urgency", "now")]
    [InlineData("Topic", "123456789012345678901234567890123")]
    [InlineData("Topic", "a b")]
    public async Task A_header_at_fault_is_a_400(string header, string? value) =>
        Assert.Equal(400, (await _site.SendAsync(Endpoint, Body, headers: (header, value))).Status);

    [Fact]
    public async Task The_VAPID_token_must_fit_origin_time_subject_and_subscription()
    {
        var origin = Endpoint.GetLeftPart(UriPartial.Authority);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var mixed = _site.Vapid(origin, signer: stranger).Split(", ")[0] + ", k=" + _sandbox.Credentials.VapidPublicKey;

        Assert.Equal(401, await Status(null));
        Assert.Equal(403, await Status("vapid t=x, k=y"));
        Assert.Equal(403, await Status(mixed));
        Assert.Equal(403, await Status(_site.Vapid(origin, signer: stranger)));
        Assert.Equal(403, await Status(_site.Vapid("https://fcm.googleapis.com")));
        Assert.Equal(403, await Status(_site.Vapid(origin, hours: 25)));
        Assert.Equal(403, await Status(_site.Vapid(origin, hours: -1)));
        Assert.Equal(403, await Status(_site.Vapid(origin, subject: "push@notifyhub.example")));
        Assert.Equal(201, await Status(_site.Vapid(origin)));

        async Task<int> Status(string? authorization) => (await _site.SendAsync(Endpoint, Body, authorization)).Status;
    }

    [Fact]
    public async Task Bodies_are_neither_empty_nor_above_4096_bytes()
    {
        Assert.Equal(400, (await _site.SendAsync(Endpoint, [])).Status);
        Assert.Equal(413, (await _site.SendAsync(Endpoint, new byte[4097])).Status);
    }

    [Fact]
    public async Task Unknown_endpoints_are_404_and_ended_ones_410()
    {
        var body = Body;
        var endpoint = Endpoint;
        Assert.Equal(404, (await _site.SendAsync(new Uri(_sandbox.Addresses.Http, "/wpush/nobody"), body)).Status);
        _browser.Uninstall();
        Assert.Equal(410, (await _site.SendAsync(endpoint, body)).Status);
    }
}
