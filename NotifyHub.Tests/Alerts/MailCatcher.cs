using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NotifyHub.Tests.Alerts;

/// <summary>A mail as its server got it.</summary>
internal sealed record CaughtMail(string From, IReadOnlyList<string> To, IReadOnlyList<string> Lines)
{
    /// <summary>Lines before the first empty one.</summary>
    public IReadOnlyList<string> Headers => [.. Lines.TakeWhile(line => line.Length > 0)];
}

/// <summary>A mail server on loopback that speaks SMTP (RFC 5321) and keeps what it takes; refuses the first mails when told to.</summary>
internal sealed class MailCatcher : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _gone = new();
    private readonly SemaphoreSlim _caught = new(0);
    private readonly Task _loop;

    public MailCatcher()
    {
        _listener.Start();
        _loop = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<CaughtMail> Mails { get; } = [];

    /// <summary>The oldest that nobody took yet, now or when it comes.</summary>
    public async Task<CaughtMail> NextAsync()
    {
        Assert.True(await _caught.WaitAsync(TimeSpan.FromSeconds(30)), "No mail comes.");
        Assert.True(Mails.TryDequeue(out var mail));
        return mail;
    }

    /// <summary>What it says to RCPT in place of a yes; null for a yes.</summary>
    public string? Refusal { get; set; }

    /// <summary>So many mails are put off before one is taken.</summary>
    public int PutOff { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _listener.Stop();
        await _loop;
        _gone.Dispose();
        _caught.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_gone.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_gone.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client or this server went away.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 catcher");
        var (from, to) = ("", new List<string>());
        while (await reader.ReadLineAsync(_gone.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "MAIL":
                    from = line;
                    await writer.WriteLineAsync("250 ok");
                    break;
                case "RCPT":
                    to.Add(line);
                    await writer.WriteLineAsync(Refusal ?? (PutOff-- > 0 ? "451 later" : "250 ok"));
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var lines = new List<string>();
                    while (await reader.ReadLineAsync(_gone.Token) is { } data && data != ".")
                    {
                        lines.Add(data);
                    }
                    Mails.Enqueue(new CaughtMail(from, [.. to], lines));
                    _caught.Release();
                    to.Clear();
                    await writer.WriteLineAsync("250 taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }
}
