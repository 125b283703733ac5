using System.Buffers.Binary;
using System.Net.Security;
using System.Text;

namespace NotifyHub.Tests.Pipeline.Providers.Matrix;

/// <summary>One HTTP/2 connection of a vendor that writes its frames by hand (RFC 9113): for what no server would do.</summary>
internal sealed class FramePeer(SslStream wire, (int Status, string Body) sound)
{
    private const byte Data = 0, Headers = 1, Settings = 4, Ping = 6, GoAway = 7;
    private const byte EndStream = 1, Ack = 1, EndHeaders = 4;
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>Reads requests until the connection ends; each is told once it is complete.</summary>
    public async Task ServeAsync(int? maxStreams, bool answersPings, Func<int, Task> onRequest, CancellationToken cancel)
    {
        await wire.ReadExactlyAsync(new byte[24], cancel);
        await FrameAsync(Settings, 0, 0, maxStreams is { } most ? [0, 3, .. Number(most)] : []);
        var head = new byte[9];
        while (await wire.ReadAtLeastAsync(head, 9, throwOnEndOfStream: false, cancel) == 9)
        {
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await wire.ReadExactlyAsync(payload, cancel);
            var stream = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) & int.MaxValue;
            switch (head[3])
            {
                case Settings when (head[4] & Ack) == 0:
                    await FrameAsync(Settings, Ack, 0, []);
                    break;
                case Ping when (head[4] & Ack) == 0 && answersPings:
                    await FrameAsync(Ping, Ack, 0, payload);
                    break;
                case Data or Headers when (head[4] & EndStream) != 0:
                    await onRequest(stream);
                    break;
            }
        }
    }

    /// <summary>The vendor's success.</summary>
    public async Task SoundAsync(int stream)
    {
        var body = Encoding.UTF8.GetBytes(sound.Body);
        // :status as a literal without indexing (RFC 7541, 6.2.2; 8 is its name in the static table).
        await FrameAsync(Headers, (byte)(EndHeaders | (body.Length == 0 ? EndStream : 0)), stream, [0x08, 3, .. Encoding.ASCII.GetBytes($"{sound.Status}")]);
        if (body.Length > 0)
        {
            await DataAsync(stream, body, end: true);
        }
    }

    public Task DataAsync(int stream, byte[] bytes, bool end) => FrameAsync(Data, end ? EndStream : (byte)0, stream, bytes);

    public Task GoAwayAsync(int lastStream, int error) => FrameAsync(GoAway, 0, 0, [.. Number(lastStream), .. Number(error)]);

    public async Task CloseAsync()
    {
        await wire.ShutdownAsync();
        wire.Close();
    }

    /// <summary>Any frame.</summary>
    public async Task FrameAsync(byte type, byte flags, int stream, byte[] payload)
    {
        byte[] frame = [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, .. Number(stream), .. payload];
        await _writing.WaitAsync();
        try
        {
            await wire.WriteAsync(frame);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
