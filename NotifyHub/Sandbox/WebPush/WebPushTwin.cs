using System.Globalization;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.WebPush.Browsers;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.WebPush;

/// <summary>Plays a browser vendor's push service (RFC 8030), and the simulated browsers behind it, which decrypt; what is for a real browser goes to it as it is.</summary>
internal sealed class WebPushTwin(PhoneFleet phones, BrowserFleet browsers, TwinDesk desk, TimeProvider clock, bool quick)
{
    public const string Vendor = "webpush";
    private const int MostBytes = 4096;

    private long _lastMessage;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/wpush/{id}", http => AnswerAsync(http));

    private async Task AnswerAsync(HttpContext http)
    {
        var id = (string)http.GetRouteValue("id")!;
        var call = new TwinCall(Vendor, id, phones.Find(PhonePlatform.Web, id), null);
        var browser = call.Phone is null ? browsers.Find(id) : null;
        var (headers, refusal) = WebPushHeaders.Read(http.Request.Headers);
        refusal = AgainstEndpoint(call, browser) ?? AgainstCaller(http.Request, call.Phone?.App ?? browser?.ServerKey) ?? refusal;
        var body = await RequestBody.ReadAsync(http.Request, MostBytes, http.RequestAborted);
        refusal ??= AgainstBody(body);
        if (refusal is not null)
        {
            await desk.RefuseAsync(http, call, refusal);
            return;
        }

        if (browser is not null)
        {
            await ForwardAsync(http, call, browser, headers!, body);
            return;
        }

        var plain = call.Phone?.Keys is { } keys ? MessageOpener.Open(body.Span, keys) : null;
        var push = plain is null ? null : WebPushPush.Read(plain, headers!, clock.GetUtcNow());
        var location = Location(http.Request);
        call = call with { MsgId = push?.MsgId, WireId = location };
        await desk.AnswerAsync(http, call, WebPushAnswers.Scripted, () => Accept(call.Phone, push, location, headers!.TtlSeconds));
    }

    private async Task ForwardAsync(HttpContext http, TwinCall call, BrowserSubscription subscription, WebPushHeaders headers, ReadOnlyMemory<byte> body)
    {
        var location = Location(http.Request);
        var version = location[(location.LastIndexOf('/') + 1)..];
        await desk.AnswerAsync(http, call with { WireId = location }, WebPushAnswers.Scripted, () =>
        {
            subscription.Browser.Push(BrowserAnswers.Notification(subscription.Channel, version, body.Span), version, headers.Topic, clock.GetUtcNow().AddSeconds(headers.TtlSeconds));
            return WebPushAnswers.Accepted(location, headers.TtlSeconds);
        });
    }

    private TwinAnswer? AgainstEndpoint(TwinCall call, BrowserSubscription? browser)
    {
        if (quick || call.Phone is not null || browser is not null || FaultBook.IsScripted(call.Token))
        {
            return null;
        }

        return phones.DeadSince(PhonePlatform.Web, call.Token) is null && !browsers.HasEnded(call.Token)
            ? WebPushAnswers.Refused(404, "Not Found", "There is no such subscription")
            : WebPushAnswers.Refused(410, "Gone", "The subscription has ended");
    }

    private TwinAnswer? AgainstCaller(HttpRequest request, string? serverKey)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            return WebPushAnswers.Refused(401, "Unauthorized", "A VAPID token is needed");
        }

        return !quick && VapidCheck.Problem(authorization, $"{request.Scheme}://{request.Host}", serverKey, clock.GetUtcNow()) is { } problem
            ? WebPushAnswers.Refused(403, "Forbidden", problem)
            : null;
    }

    private static TwinAnswer? AgainstBody(ReadOnlyMemory<byte> body) => body.Length switch
    {
        0 => WebPushAnswers.Refused(400, "Bad Request", "The body is empty"),
        > MostBytes => WebPushAnswers.Refused(413, "Payload Too Large", $"At most {MostBytes} bytes"),
        _ => null,
    };

    private string Location(HttpRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"{request.Scheme}://{request.Host}/wpush/m/{Interlocked.Increment(ref _lastMessage)}");

    /// <summary>A service cannot look into the message: one that does not open is taken all the same, and the browser drops it.</summary>
    private static TwinAnswer Accept(Phone? phone, PhonePush? push, string location, long ttl)
    {
        if (push is not null)
        {
            phone?.Deliver(push);
        }
        else
        {
            phone?.DropUndecryptable();
        }

        return WebPushAnswers.Accepted(location, ttl);
    }
}
