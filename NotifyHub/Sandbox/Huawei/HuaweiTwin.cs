using System.Globalization;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Huawei;

/// <summary>Plays <c>push-api.cloud.huawei.com</c>, v1: up to 1000 tokens a request, and says which of them are bad.</summary>
internal sealed class HuaweiTwin(HuaweiAccessTokens tokens, PhoneFleet phones, TwinDesk desk, TimeProvider clock, bool quick)
{
    public const string Vendor = "huawei";
    private const string Scheme = "Bearer ";
    private const string NoHighUrgency = "80300011";

    /// <summary>A thousand tokens and a message that is too big still get Huawei's own words.</summary>
    private const int MostRead = 512 * 1024;

    private long _lastRequest;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/{app}/messages:send", http => AnswerAsync(http));

    private async Task AnswerAsync(HttpContext http)
    {
        var app = (string)http.GetRouteValue("app")!;
        var raw = await RequestBody.ReadAsync(http.Request, MostRead, http.RequestAborted);
        var request = HuaweiRequest.Parse(raw);
        var first = request?.Tokens.FirstOrDefault() ?? "";
        var call = new TwinCall(Vendor, first, phones.Find(PhonePlatform.Huawei, first), request is null ? null : HuaweiPush.MsgIdOf(request));
        if ((AgainstCaller(http.Request, app) ?? (request is null ? HuaweiAnswers.BadMessage("The body is no JSON object") : request.Check())) is { } refusal)
        {
            await desk.RefuseAsync(http, call, refusal);
            return;
        }

        call = call with { WireId = NextRequestId() };
        var bad = request!.Tokens.Where(token => !IsGood(token, app)).ToList();
        if (bad.Count == request.Tokens.Count)
        {
            await desk.RefuseAsync(http, call, HuaweiAnswers.AllTokensBad());
            return;
        }

        await desk.AnswerAsync(http, call, Scripted, Take);

        // A right that the app lacks is of no matter to a message that does not use it.
        TwinAnswer Scripted(ScriptedFault fault) => fault.Reason == NoHighUrgency && !request.High ? Take() : HuaweiAnswers.Scripted(fault);

        TwinAnswer Take()
        {
            if (!request.ValidateOnly)
            {
                var push = HuaweiPush.Read(request, raw, clock.GetUtcNow());
                request.Tokens.Except(bad, StringComparer.Ordinal).Select(token => phones.Find(PhonePlatform.Huawei, token)).ToList().ForEach(phone => phone?.Deliver(push));
            }

            return bad.Count == 0 ? HuaweiAnswers.Accepted(call.WireId!) : HuaweiAnswers.Partly(request.Tokens.Count - bad.Count, bad, call.WireId!);
        }
    }

    private TwinAnswer? AgainstCaller(HttpRequest request, string app)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return HuaweiAnswers.Unauthenticated();
        }

        return quick ? null : tokens.Look(authorization[Scheme.Length..]) switch
        {
            null => HuaweiAnswers.Unauthenticated(),
            { Expired: true } => HuaweiAnswers.TokenExpired(),
            { AppId: var own } when own != app => HuaweiAnswers.NoSuchApp(),
            _ => null,
        };
    }

    private bool IsGood(string token, string app) =>
        quick || FaultBook.IsScripted(token) || (phones.Find(PhonePlatform.Huawei, token) is { } phone && phone.App == app);

    private string NextRequestId() =>
        string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeMilliseconds()}{Interlocked.Increment(ref _lastRequest):d8}");
}
