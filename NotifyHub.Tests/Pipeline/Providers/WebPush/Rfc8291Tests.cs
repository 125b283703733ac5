using System.Buffers.Text;
using System.Security.Cryptography;
using NotifyHub.Pipeline.Providers.WebPush;

namespace NotifyHub.Tests.Pipeline.Providers.WebPush;

/// <summary>RFC 8291, section 5 and appendix A, byte for byte.</summary>
public class Rfc8291Tests
{
    private const string Plaintext = "When I grow up, I want to be a watermelon";
    private const string SenderPublic = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private const string SenderPrivate = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private const string ReceiverPublic = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string ReceiverPrivate = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";
    private const string Salt = "DGv6ra1nlYgDCS1FRnbzlw";
    private const string Body =
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    [Fact]
    public void The_example_is_reproduced_byte_for_byte()
    {
        using var sender = ECDiffieHellman.Create(Key(SenderPublic, SenderPrivate));
        using var subscriber = SubscriberKeys.Read(ReceiverPublic, Auth)!;
        var body = Aes128Gcm.Encrypt(System.Text.Encoding.UTF8.GetBytes(Plaintext), subscriber, sender, Base64Url.DecodeFromChars(Salt));
        Assert.Equal(Body, Base64Url.EncodeToString(body));
    }

    [Fact]
    public void A_fresh_key_and_salt_each_time_still_opens()
    {
        using var subscriber = SubscriberKeys.Read(ReceiverPublic, Auth)!;
        var first = Aes128Gcm.Encrypt("hi"u8, subscriber);
        var second = Aes128Gcm.Encrypt("hi"u8, subscriber);
        Assert.NotEqual(first[..86], second[..86]);
        Assert.Equal("hi"u8.ToArray(), Receiver().Open(first));
        Assert.Equal("hi"u8.ToArray(), Receiver().Open(second));
    }

    [Fact]
    public void The_largest_plaintext_makes_the_largest_body()
    {
        using var subscriber = SubscriberKeys.Read(ReceiverPublic, Auth)!;
        Assert.Equal(3993, Aes128Gcm.MaxPlaintextBytes);
        var body = Aes128Gcm.Encrypt(new byte[3993], subscriber);
        Assert.Equal(4096, body.Length);
        Assert.Equal(new byte[3993], Receiver().Open(body));
        Assert.Throws<ArgumentException>(() => Aes128Gcm.Encrypt(new byte[3994], subscriber));
    }

    [Theory]
    [InlineData("", Auth)]
    [InlineData(null, Auth)]
    [InlineData(ReceiverPublic, null)]
    [InlineData(ReceiverPublic, "c2hvcnQ")]
    [InlineData("not base64 at all!", Auth)]
    [InlineData("BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE", Auth)]
    [InlineData("AyVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx", Auth)]
    public void Keys_that_are_none_are_refused(string? p256dh, string? auth) => Assert.Null(SubscriberKeys.Read(p256dh, auth));

    [Fact]
    public void Padded_and_plain_base64_are_read_too()
    {
        using var keys = SubscriberKeys.Read(ReceiverPublic.Replace('-', '+').Replace('_', '/') + "=", Auth + "==");
        Assert.NotNull(keys);
    }

    private static TestSubscriber Receiver() => new(Key(ReceiverPublic, ReceiverPrivate), Base64Url.DecodeFromChars(Auth));

    private static ECParameters Key(string publicKey, string privateKey)
    {
        var parameters = P256.Public(P256.Decode(publicKey, P256.PointLength))!.Value;
        parameters.D = P256.Decode(privateKey, P256.ScalarLength);
        return parameters;
    }
}
