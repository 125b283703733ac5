using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.WebPush.Browsers;

/// <summary>
/// The line of a real browser to its push service: with it the sandbox is one, for a Firefox whose <c>dom.push.serverURL</c> is <c>ws://127.0.0.1:PORT/</c>
/// (docs/clients.md). The browser decrypts, shows and clicks for itself; here only sealed bodies pass.
/// </summary>
internal sealed class BrowserLine(BrowserFleet browsers)
{
    private const string Protocol = "push-notification";
    private const int MostBytes = 16 * 1024;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", http => AnswerAsync(http));

    private async Task AnswerAsync(HttpContext http)
    {
        // A web page says where it comes from; a browser's own push client does not.
        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) || http.Request.Host.Host is not ("127.0.0.1" or "localhost"))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync(Protocol);
        try
        {
            await SpeakAsync(socket, $"{http.Request.Scheme}://{http.Request.Host}", http.RequestAborted);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException)
        {
            // Browsers go away without a word.
        }
    }

    private async Task SpeakAsync(WebSocket socket, string origin, CancellationToken cancel)
    {
        if (await ReadAsync(socket, cancel) is not { } hello || PushJson.Text(hello, "messageType") != "hello")
        {
            return;
        }

        var browser = browsers.Greet(PushJson.Text(hello, "uaid"));
        var line = browser.Connect();
        browser.Tell(BrowserAnswers.Hello(browser.Name));
        browser.TellWaiting();
        browsers.Raise();
        var writing = WriteAsync(socket, line, cancel);
        try
        {
            while (await ReadAsync(socket, cancel) is { } said)
            {
                Hear(browser, said, origin);
            }
        }
        finally
        {
            browser.Disconnect(line);
            browsers.Raise();
            await writing;
        }
    }

    private void Hear(Browser browser, JsonElement said, string origin)
    {
        var channel = PushJson.Text(said, "channelID") ?? "";
        switch (PushJson.Text(said, "messageType"))
        {
            case "register":
                var subscription = browsers.Subscribe(browser, channel, PushJson.Text(said, "key")?.TrimEnd('='));   // padded, unlike everywhere else
                browser.Tell(BrowserAnswers.Registered(channel, $"{origin}/wpush/{subscription.Endpoint}"));
                break;
            case "unregister":
                browsers.Unsubscribe(browser, channel);
                browser.Tell(BrowserAnswers.Unregistered(channel));
                break;
            case "ack" when said.TryGetProperty("updates", out var updates) && updates.ValueKind == JsonValueKind.Array:
                foreach (var update in updates.EnumerateArray())
                {
                    browser.Settle(PushJson.Text(update, "version") ?? "");
                    browsers.Answered(PushJson.Number(update, "code") ?? BrowserAnswers.Delivered);
                }

                break;
            case "nack":
                browser.Settle(PushJson.Text(said, "version") ?? "");
                browsers.Answered(PushJson.Number(said, "code") ?? 0);
                break;
            case null:
                browser.Tell([]);   // a ping
                break;
        }
    }

    private static async Task WriteAsync(WebSocket socket, ChannelReader<JsonObject> line, CancellationToken cancel)
    {
        try
        {
            await foreach (var message in line.ReadAllAsync(cancel))
            {
                await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, cancel);
            }

            // Cut, not closed: a Firefox whose line is closed politely stays on it and does not come back.
            socket.Abort();
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException)
        {
            // The reader notices too, and ends the line.
        }
    }

    /// <summary>Null when the browser is gone, or says what is no JSON object.</summary>
    private static async Task<JsonElement?> ReadAsync(WebSocket socket, CancellationToken cancel)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        while (length < MostBytes)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return Parse(buffer.AsSpan(0, length));
            }
        }

        return null;
    }

    private static JsonElement? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text) is { ValueKind: JsonValueKind.Object } said ? said : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
