using System.Buffers.Text;
using System.Security.Cryptography;
using NotifyHub.Pipeline.Providers.WebPush;

namespace NotifyHub.Tests.Pipeline.Providers.WebPush;

/// <summary>RFC 8291, section 5 and appendix A, byte for byte.</summary>
public class Rfc8291Tests
{
    private const string Plaintext = "When I grow up, I want to be a watermelon";
    private const string SenderPrivate = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private const string ReceiverPublic = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string ReceiverPrivate = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";
    private const string Salt = "DGv6ra1nlYgDCS1FRnbzlw";
    private const string Body =
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    public static TheoryData<string> Primitives => ["platform", "libcrypto"];

    [Theory, MemberData(nameof(Primitives))]
    public void The_example_is_reproduced_byte_for_byte(string primitives)
    {
        var body = Aes128Gcm.Encrypt(
            Crypto(primitives), System.Text.Encoding.UTF8.GetBytes(Plaintext), SubscriberKeys.Read(ReceiverPublic, Auth)!.Value,
            Base64Url.DecodeFromChars(SenderPrivate), Base64Url.DecodeFromChars(Salt));
        Assert.Equal(Body, Base64Url.EncodeToString(body!));
    }

    [Theory, MemberData(nameof(Primitives))]
    public void A_fresh_key_and_salt_each_time_still_opens(string primitives)
    {
        var subscriber = SubscriberKeys.Read(ReceiverPublic, Auth)!.Value;
        var first = Aes128Gcm.Encrypt(Crypto(primitives), "hi"u8, subscriber)!;
        var second = Aes128Gcm.Encrypt(Crypto(primitives), "hi"u8, subscriber)!;
        Assert.NotEqual(first[..16], second[..16]);
        Assert.NotEqual(first[21..86], second[21..86]);
        Assert.Equal("hi"u8.ToArray(), Receiver().Open(first));
        Assert.Equal("hi"u8.ToArray(), Receiver().Open(second));
    }

    [Theory, MemberData(nameof(Primitives))]
    public void The_largest_plaintext_makes_the_largest_body(string primitives)
    {
        var subscriber = SubscriberKeys.Read(ReceiverPublic, Auth)!.Value;
        Assert.Equal(3993, Aes128Gcm.MaxPlaintextBytes);
        var body = Aes128Gcm.Encrypt(Crypto(primitives), new byte[3993], subscriber)!;
        Assert.Equal(4096, body.Length);
        Assert.Equal(new byte[3993], Receiver().Open(body));
        Assert.Throws<ArgumentException>(() => Aes128Gcm.Encrypt(Crypto(primitives), new byte[3994], subscriber));
    }

    [Theory, MemberData(nameof(Primitives))]
    public void A_point_off_the_curve_is_refused(string primitives)
    {
        var keys = SubscriberKeys.Read(Base64Url.EncodeToString([4, .. new byte[63], 1]), Auth)!.Value;
        Assert.Null(Aes128Gcm.Encrypt(Crypto(primitives), "hi"u8, keys));
        Assert.NotNull(Aes128Gcm.Encrypt(Crypto(primitives), "hi"u8, SubscriberKeys.Read(ReceiverPublic, Auth)!.Value));
    }

    [Theory]
    [InlineData("", Auth)]
    [InlineData(null, Auth)]
    [InlineData(ReceiverPublic, null)]
    [InlineData(ReceiverPublic, "c2hvcnQ")]
    [InlineData("not base64 at all!", Auth)]
    [InlineData("AyVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx", Auth)]
    public void Keys_that_are_none_are_refused(string? p256dh, string? auth) => Assert.Null(SubscriberKeys.Read(p256dh, auth));

    [Fact]
    public void Padded_and_plain_base64_are_read_too() =>
        Assert.NotNull(SubscriberKeys.Read(ReceiverPublic.Replace('-', '+').Replace('_', '/') + "=", Auth + "=="));

    private static IPushCrypto Crypto(string primitives) => primitives == "platform" ? new PlatformCrypto() : LibcryptoTests.Native;

    private static TestSubscriber Receiver() => new(Key(ReceiverPublic, ReceiverPrivate), Base64Url.DecodeFromChars(Auth));

    private static ECParameters Key(string publicKey, string privateKey)
    {
        var parameters = P256.Public(P256.Decode(publicKey, P256.PointLength))!.Value;
        parameters.D = P256.Decode(privateKey, P256.ScalarLength);
        return parameters;
    }
}
