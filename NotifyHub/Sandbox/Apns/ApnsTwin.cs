using System.Text.Json;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Apns;

/// <summary>
/// Plays <c>api.push.apple.com</c> under <c>/production</c> and <c>api.sandbox.push.apple.com</c> under <c>/sandbox</c>, over HTTP/2 without TLS.
/// Checks in Apple's order and answers in Apple's words.
/// </summary>
internal sealed class ApnsTwin(ApnsProviderToken tokens, PhoneFleet phones, TwinDesk desk, TimeProvider clock, bool quick)
{
    public const string Vendor = "apns";

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var environment in PhoneSpec.ApnsEnvironments)
        {
            routes.Map($"/{environment}/3/device/{{token?}}", http => AnswerAsync(http, environment));
            routes.Map($"/{environment}/3/{{**path}}", http => desk.RefuseAsync(http, new TwinCall(Vendor, "", null, null), ApnsAnswers.Refused("BadPath")));
        }
    }

    private async Task AnswerAsync(HttpContext http, string environment)
    {
        var call = new TwinCall(Vendor, http.GetRouteValue("token") as string ?? "", null, null);
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            await desk.RefuseAsync(http, call, new TwinAnswer(StatusCodes.Status505HttpVersionNotsupported, "HTTP/2 only"));
            return;
        }

        var (headers, reason) = ReadHeaders(http.Request);
        if (headers is null)
        {
            await desk.RefuseAsync(http, call, ApnsAnswers.Refused(reason!));
            return;
        }

        var raw = await RequestBody.ReadAsync(http.Request, headers.MostBytes, http.RequestAborted);
        var payload = ApnsPush.Parse(raw);
        call = call with
        {
            MsgId = payload is { } read ? ApnsPush.MsgIdOf(read) : null,
            WireId = headers.Id,
            Phone = phones.Find(PhonePlatform.Ios, call.Token),
        };
        var refusal = ReasonAgainst(headers, raw, payload) is { } word ? ApnsAnswers.Refused(word) : AgainstToken(call, environment, headers.Topic);
        if (refusal is not null)
        {
            await desk.RefuseAsync(http, call, refusal.With("apns-id", headers.Id));
            return;
        }

        await desk.AnswerAsync(
            http,
            call,
            fault => ApnsAnswers.Scripted(fault, clock.GetUtcNow()).With("apns-id", headers.Id),
            () => Accept(call.Phone, payload!.Value, raw, headers));
    }

    private (ApnsHeaders? Headers, string? Reason) ReadHeaders(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method))
        {
            return (null, "MethodNotAllowed");
        }

        var authorization = request.Headers.Authorization.ToString();
        if (quick)
        {
            return authorization.Length == 0 ? (null, "MissingProviderToken") : ApnsHeaders.Read(request.Headers);
        }

        var (key, reason) = tokens.Check(authorization);
        if (key is null)
        {
            return (null, reason);
        }

        var read = ApnsHeaders.Read(request.Headers);
        return read.Headers is { } headers && !key.MaySendTo(headers.Topic) ? (null, "BadTopic") : read;
    }

    private static string? ReasonAgainst(ApnsHeaders headers, ReadOnlyMemory<byte> raw, JsonElement? payload)
    {
        if (raw.Length > headers.MostBytes)
        {
            return "PayloadTooLarge";
        }

        return payload is null ? "PayloadEmpty" : null;
    }

    private TwinAnswer? AgainstToken(TwinCall call, string environment, string topic)
    {
        if (call.Token.Length == 0)
        {
            return ApnsAnswers.Refused("MissingDeviceToken");
        }

        if (quick || Faults.FaultBook.IsScripted(call.Token))
        {
            return null;
        }

        if (phones.DeadSince(PhonePlatform.Ios, call.Token) is { } since)
        {
            return ApnsAnswers.Gone(since);
        }

        if (call.Phone is not { } phone || phone.Environment != environment)
        {
            return ApnsAnswers.Refused("BadDeviceToken");
        }

        return topic.StartsWith(phone.App, StringComparison.Ordinal) ? null : ApnsAnswers.Refused("DeviceTokenNotForTopic");
    }

    private TwinAnswer Accept(Phone? phone, JsonElement payload, ReadOnlyMemory<byte> raw, ApnsHeaders headers)
    {
        phone?.Deliver(ApnsPush.Read(payload, raw, headers, clock.GetUtcNow()));
        return ApnsAnswers.Accepted(headers.Id);
    }
}
