using System.IO.Compression;
using System.Text;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Matrix;

/// <summary>The columns of the matrix: everything that a vendor, or something between, can do to a request.</summary>
internal static class MatrixFaults
{
    private const int SixHours = 6 * 3600;
    private static readonly int[] Both = [1, 2];
    private static readonly int[] OnlyTwo = [2];

    public static IReadOnlyList<MatrixFault> All { get; } =
    [
        // Overload, and how long it lasts.
        Status("429", 429, _ => Expected.Busy),
        Status("429 for 7 s", 429, _ => Expected.Busy with { Wait = (7, 7) }, "Retry-After", "7"),
        Status("429 until a date", 429, _ => Expected.Busy with { Wait = (90, 90) }, "Retry-After", "Thu, 11 Jun 2026 08:01:30 GMT"),
        Status("429 for -1 s", 429, _ => Expected.Busy with { Wait = (-1, -1) }, "Retry-After", "-1"),
        Status("429 for 10 years", 429, _ => Expected.Busy with { Wait = (SixHours, SixHours) }, "Retry-After", "315360000"),
        Status("503 with two waits", 503, _ => Expected.Retry() with { Wait = (7, 9) }, "Retry-After", "7", "Retry-After", "9"),
        Status("500", 500, _ => Expected.Retry(maybe: false)),
        Status("502", 502, _ => Expected.Retry(maybe: false)),
        Status("503", 503, _ => Expected.Retry(maybe: false)),
        Status("504", 504, _ => Expected.Retry(maybe: false)),

        // A success that is none, or not in the vendor's words.
        Body("200 with an error inside", """{"error":{"code":500,"status":"INTERNAL"}}"""),
        Body("200 cut short", """{"name":"projects/demo"""),
        Body("200 without a body", ""),
        Body("200 from a captive portal", "<html><body>Log in to the Wi-Fi</body></html>"),
        new AnswerFault("200 with 10 MB", Both, Unreadable, Reply.Huge(200, 10 * 1024 * 1024)),
        new AnswerFault("200 with a gzip bomb", Both, Unreadable, Reply.Bytes(200, Bomb(), "Content-Encoding", "gzip")),
        new AnswerFault("200 in UTF-16", Both, Unreadable, Reply.Bytes(200, Encoding.Unicode.GetBytes("""{"name":"projects/p/messages/1"}"""), "Content-Type", "application/json; charset=utf-16")),
        new AnswerFault("200 whose body never comes", Both, Unreadable, Reply.SilenceAfterHeaders(200)) { EndsByTimeLimit = true },
        new AnswerFault("200 whose body drips", Both, Unreadable, Reply.Drip(200)) { EndsByTimeLimit = true },
        new AnswerFault("200 broken off in its body", Both, v => v.ReadsBody ? Expected.Retry(maybe: true) : new Expected(OutcomeKind.Accepted, OutcomeKind.Retry), Reply.BreakOff(200)),

        // Redirects are never followed: the message, its token and our key are for the vendor alone.
        Redirect(301), Redirect(302), Redirect(307),
        Status("307 to the inside", 307, _ => Expected.Retry(), "Location", "http://169.254.169.254/latest/meta-data"),

        // Headers.
        new AnswerFault("64 KB of headers", Both, _ => Expected.Retry(maybe: true), Reply.Status(200, "", [.. Enumerable.Range(0, 16).SelectMany(i => new[] { $"x-{i}", new string('x', 4096) })])),
        new AnswerFault("every header twice", Both, _ => Expected.Retry(maybe: false), Reply.Status(500, "{}", "Content-Type", "text/html", "Content-Type", "application/json", "Location", "/a", "Location", "/b", "apns-id", "a", "apns-id", "b")),

        // Silence and ends.
        new AnswerFault("silence", Both, _ => Expected.Retry(maybe: true, "timeout"), Reply.Silence) { EndsByTimeLimit = true },
        new AnswerFault("a success after our time limit", Both, _ => Expected.Retry(maybe: true, "timeout"), Reply.Late(200)) { EndsByTimeLimit = true },
        new AnswerFault("cut before an answer", Both, _ => Expected.Retry(maybe: true, "reset"), Reply.Abort),
        new BytesFault("closed before an answer", _ => Expected.Retry(maybe: true, "reset"), ""),
        new BytesFault("reset before an answer", _ => Expected.Retry(maybe: true, "reset"), "", Reset: true),
        new BytesFault("closed in its headers", _ => Expected.Retry(maybe: true, "reset"), "HTTP/1.1 200 OK\r\nContent-Le"),
        new BytesFault("reset in its headers", _ => Expected.Retry(maybe: true, "reset"), "HTTP/1.1 200 OK\r\nContent-Le", Reset: true),
        new BytesFault("closed in its body", Unreadable, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"name\""),
        new BytesFault("a length that is no number", Unreadable, "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"),
        new BytesFault("chunks that are none", Unreadable, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        new BytesFault("another protocol", _ => Expected.Retry(maybe: true, "malformed"), "SSH-2.0-OpenSSH_9.2\r\n"),

        // HTTP/2's own.
        new AnswerFault("stream reset", OnlyTwo, _ => Expected.Retry(maybe: true, "reset"), Reply.ResetStream(2)),
        new AnswerFault("stream refused, then taken", OnlyTwo, _ => Expected.Accepted, Reply.ResetStream(7)),
        new AnswerFault("calm down", OnlyTwo, _ => Expected.Retry(maybe: true, "reset"), Reply.ResetStream(11)),
        new FramesFault("going away, our stream not looked at", _ => Expected.Accepted, async (peer, _) => { await peer.GoAwayAsync(lastStream: 0, error: 0); await peer.CloseAsync(); }),
        new FramesFault("going away with our stream in flight", _ => Expected.Retry(maybe: true), async (peer, stream) => { await peer.GoAwayAsync(stream, error: 0); await peer.CloseAsync(); }),
        new FramesFault("going away in anger", _ => Expected.Retry(maybe: true), async (peer, stream) => { await peer.GoAwayAsync(stream, error: 11); await peer.CloseAsync(); }),
        new FramesFault("one stream at a time", _ => Expected.Accepted, (peer, stream) => peer.SoundAsync(stream)) { MaxStreams = 1 },
        new FramesFault("a PING that nobody answers", _ => Expected.Retry(maybe: true), (_, _) => Task.CompletedTask) { AnswersPings = false },
        new FramesFault("a body before its headers", _ => Expected.Retry(maybe: true), (peer, stream) => peer.DataAsync(stream, "{}"u8.ToArray(), end: true)),
        new FramesFault("headers that can't be unpacked", _ => Expected.Retry(maybe: true), (peer, stream) => peer.FrameAsync(1, 0x5, stream, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),

        // No connection, or not one to the vendor: nothing left.
        new AddressFault("nobody listens", _ => Expected.Retry(maybe: false, "connect_refused"), servers => servers.Nobody) { Recovers = false },
        new AddressFault("the name does not resolve", _ => Expected.Retry(maybe: false, "dns"), _ => $"https://{MatrixServers.Unknown}") { Recovers = false },
        new AddressFault("the name leads to ourselves", v => v.Addresses.Length == 0 ? new Expected(OutcomeKind.ContentBad) { Code = "egress_refused" } : Expected.Retry(maybe: false, "egress_refused"), servers => servers.Flipped) { Recovers = false },
        new AddressFault("connected, then silence", _ => Expected.Retry(maybe: false, "timeout"), servers => servers.Mute) { Recovers = false, EndsByTimeLimit = true },
        new AddressFault("a certificate that is over", _ => Expected.Retry(maybe: false, "tls"), servers => servers.Expired.Url) { Recovers = false },
        new AddressFault("another host's certificate", _ => Expected.Retry(maybe: false, "tls"), servers => servers.WrongHost.Url) { Recovers = false },
        new AddressFault("a certificate that signed itself", _ => Expected.Retry(maybe: false, "tls"), servers => servers.SelfSigned.Url) { Recovers = false },
        new AddressFault("plain text where TLS is due", _ => Expected.Retry(maybe: false), servers => servers.PlainText.Url.Replace("http:", "https:", StringComparison.Ordinal)) { Recovers = false },
    ];

    private static AnswerFault Status(string name, int status, Func<MatrixVendor, Expected> expect, params string[] headers) =>
        new(name, Both, expect, Reply.Status(status, "<html>Gateway</html>", headers));

    private static AnswerFault Body(string name, string body) => new(name, Both, Unreadable, Reply.Status(200, body));

    private static AnswerFault Redirect(int status) => new($"{status} elsewhere", Both, _ => Expected.Retry(code: $"http_{status}"), Reply.Elsewhere(status));

    // Where the status is the whole answer, its body takes nothing of it back; where the body is, it may have been a success all the same.
    private static Expected Unreadable(MatrixVendor vendor) => vendor.ReadsBody ? Expected.Retry(maybe: true, "malformed") : Expected.Accepted;

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(new byte[20 * 1024 * 1024]);
        }
        return packed.ToArray();
    }
}
