using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NotifyHub.Tests.Pipeline.Providers.Support;

/// <summary>A listener that reads a request and then writes exactly these bytes: for answers that no HTTP server would give.</summary>
internal sealed class RawVendor : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private readonly byte[] _answer;
    private readonly bool _reset;
    private readonly byte[]? _then;
    private int _answers;

    /// <summary>Answers with the text, then closes; with <paramref name="reset"/> the close is a RST. After the first request it answers with <paramref name="then"/>, when that is given.</summary>
    public RawVendor(string answer, bool reset = false, string? then = null)
    {
        _then = then is null ? null : Encoding.Latin1.GetBytes(then);
        _answer = Encoding.Latin1.GetBytes(answer);
        _reset = reset;
        _listener.Start();
        _loop = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _listener.AcceptSocketAsync(_stop.Token);
                await AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException && _stop.IsCancellationRequested)
        {
            // The end of the test.
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (!Complete(buffer.AsSpan(0, length)))
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, _stop.Token);
            if (read == 0) return;
            length += read;
        }
        var (answer, reset) = _answers++ > 0 && _then is not null ? (_then, false) : (_answer, _reset);
        if (answer.Length > 0) await client.SendAsync(answer, SocketFlags.None, _stop.Token);
        if (reset) client.LingerState = new LingerOption(enable: true, seconds: 0);
        else client.Shutdown(SocketShutdown.Both);
    }

    private static bool Complete(ReadOnlySpan<byte> request)
    {
        var end = request.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = Encoding.ASCII.GetString(request[..end]);
        var length = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || request.Length >= end + 4 + int.Parse(length[15..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
