using System.Net;
using System.Net.Http.Headers;

namespace NotifyHub.Pipeline.Providers;

/// <summary>A request body that remembers whether it was put on a wire: only then may the vendor have acted on it.</summary>
internal sealed class WireContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _bytes;

    public WireContent(ReadOnlyMemory<byte> bytes, MediaTypeHeaderValue? type)
    {
        _bytes = bytes;
        Headers.ContentType = type;
    }

    /// <summary>True once the body began to leave.</summary>
    public bool Left { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Left = true;
        await stream.WriteAsync(_bytes, cancellationToken);
        Failpoint.AfterFlush(stream, CrashPoint.P6);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
