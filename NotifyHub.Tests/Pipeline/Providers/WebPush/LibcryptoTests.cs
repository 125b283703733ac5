using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using NotifyHub.Pipeline.Providers.WebPush;
using NotifyHub.Pipeline.Providers.WebPush.Libcrypto;

namespace NotifyHub.Tests.Pipeline.Providers.WebPush;

/// <summary>Tests that count the process's memory run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class CountsMemory
{
    public const string Name = "counts memory";
}

/// <summary>The fast primitives: the same messages as the platform's, from any thread, without growing.</summary>
[Collection(CountsMemory.Name)]
public class LibcryptoTests
{
    /// <summary>One for all tests. These run on Linux with OpenSSL 3; where that is missing they fail, and say why.</summary>
    internal static LibcryptoCrypto Native { get; } = LibcryptoProbe.Find(out var reason) ?? throw new InvalidOperationException(reason);

    [Fact]
    public void It_is_chosen_where_it_proves_itself_and_can_be_switched_off()
    {
        Assert.IsType<LibcryptoCrypto>(WebPushServices.ChooseCrypto(native: true, NullLogger.Instance));
        Assert.IsType<PlatformCrypto>(WebPushServices.ChooseCrypto(native: false, NullLogger.Instance));
        Assert.StartsWith("libcrypto 3.", Native.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Primitives_that_get_the_example_wrong_do_not_pass()
    {
        Assert.True(LibcryptoProbe.Reproduces(new PlatformCrypto()));
        Assert.False(LibcryptoProbe.Reproduces(new WrongMac()));
    }

    [Fact]
    public void Both_make_the_same_of_the_same()
    {
        var chance = new Random(8291);
        for (var i = 0; i < 50; i++)
        {
            var text = new byte[chance.Next(0, 3994)];
            chance.NextBytes(text);
            var (salt, scalar) = (RandomNumberGenerator.GetBytes(16), Scalar());
            var subscriber = TestSubscriber.New();
            var keys = SubscriberKeys.Read(subscriber.P256dh, subscriber.Auth)!.Value;
            var fast = Aes128Gcm.Encrypt(Native, text, keys, scalar, salt)!;
            Assert.Equal(Aes128Gcm.Encrypt(new PlatformCrypto(), text, keys, scalar, salt)!, fast);
            Assert.Equal(text, subscriber.Open(fast));
        }
    }

    [Fact]
    public void Many_threads_get_their_own_messages_right()
    {
        var (subscriber, other) = (TestSubscriber.New(), TestSubscriber.New());
        var all = new[] { subscriber, other };
        var made = new ConcurrentBag<(int Of, int Number, byte[] Body)>();
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var keys = SubscriberKeys.Read(all[i % 2].P256dh, all[i % 2].Auth)!.Value;
            made.Add((i % 2, i, Aes128Gcm.Encrypt(Native, BitConverter.GetBytes(i), keys)!));
        });
        Assert.All(made, m => Assert.Equal(m.Number, BitConverter.ToInt32(all[m.Of].Open(m.Body))));
        Assert.Equal(2000, made.Select(m => Convert.ToHexString(m.Body.AsSpan(21, 65))).Distinct().Count());
    }

    [Fact]
    public void Memory_does_not_grow_with_messages_nor_with_refused_points()
    {
        var subscriber = TestSubscriber.New();
        var good = SubscriberKeys.Read(subscriber.P256dh, subscriber.Auth)!.Value;
        var bad = good with { Point = [4, .. new byte[63], 1] };
        var text = new byte[200];
        Run(2_000);
        var before = PrivateBytes();
        Run(30_000);
        // A single leaked point or number a message (about 100 bytes) would show as 3 MB or more.
        Assert.InRange(PrivateBytes() - before, long.MinValue, 2_000_000);

        void Run(int messages)
        {
            for (var i = 0; i < messages; i++)
            {
                Assert.NotNull(Aes128Gcm.Encrypt(Native, text, good));
                if (i % 10 == 0) Assert.Null(Aes128Gcm.Encrypt(Native, text, bad));
            }
        }
    }

    [Fact]
    public void Slots_are_freed_with_it()
    {
        var subscriber = TestSubscriber.New();
        var keys = SubscriberKeys.Read(subscriber.P256dh, subscriber.Auth)!.Value;
        for (var i = 0; i < 200; i++)
        {
            using var crypto = LibcryptoProbe.Find(out _)!;
            Assert.Equal("x"u8.ToArray(), subscriber.Open(Aes128Gcm.Encrypt(crypto, "x"u8, keys)!));
        }
    }

    private static long PrivateBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return NativeHeap.BytesInUse();
    }

    private static byte[] Scalar()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportParameters(includePrivateParameters: true).D!;
    }

    private sealed class WrongMac : IPushCrypto
    {
        private readonly PlatformCrypto _right = new();

        public string Name => "wrong";
        public bool Agree(ReadOnlySpan<byte> subscriber, ReadOnlySpan<byte> scalar, Span<byte> senderPoint, Span<byte> secret) => _right.Agree(subscriber, scalar, senderPoint, secret);
        public void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> record, Span<byte> tag) => _right.Seal(key, nonce, record, tag);

        public void Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac)
        {
            _right.Mac(key, data, mac);
            mac[0] ^= 1;
        }
    }
}
