using System.Globalization;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.MiPush;

/// <summary>Plays <c>api.xmpush.xiaomi.com</c>: sends by registration id, and the counters that a probe reads.</summary>
internal sealed class MiPushTwin(MiPushApps apps, PhoneFleet phones, TwinDesk desk, TimeProvider clock, bool quick)
{
    public const string Vendor = "mipush";
    private const string Scheme = "key=";
    private const int MostRead = 256 * 1024;

    private long _lastMessage;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v3/message/regid", http => AnswerAsync(http));
        routes.MapGet("/v1/stats/message/counters", http => CountAsync(http));
    }

    private Task CountAsync(HttpContext http) =>
        (AgainstCaller(http.Request, http.Request.Query["restricted_package_name"]) ?? MiPushAnswers.Counters()).WriteAsync(http);

    private async Task AnswerAsync(HttpContext http)
    {
        var raw = await RequestBody.ReadAsync(http.Request, MostRead, http.RequestAborted);
        var request = MiPushRequest.Parse(http.Request.HasFormContentType ? raw : default);
        var first = request.Targets.FirstOrDefault() ?? "";
        var call = new TwinCall(Vendor, first, phones.Find(PhonePlatform.MiPush, first), MiPushPush.MsgIdOf(request), NextId());
        var good = request.Targets.Where(target => IsGood(target, request.Package)).ToList();
        if ((AgainstCaller(http.Request, request.Package) ?? request.Check() ?? (good.Count == 0 ? MiPushAnswers.NoTarget() : null)) is { } refusal)
        {
            await desk.RefuseAsync(http, call, refusal);
            return;
        }

        await desk.AnswerAsync(http, call, MiPushAnswers.Scripted, () =>
        {
            var push = MiPushPush.Read(request, clock.GetUtcNow());
            good.ForEach(target => phones.Find(PhonePlatform.MiPush, target)?.Deliver(push));
            return MiPushAnswers.Accepted(call.WireId!, string.Create(CultureInfo.InvariantCulture, $"Received push messages for {good.Count} REGID"));
        });
    }

    private TwinAnswer? AgainstCaller(HttpRequest request, string? package)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return MiPushAnswers.BadSecret();
        }

        return quick ? null : apps.PackageOf(authorization[Scheme.Length..]) switch
        {
            null => MiPushAnswers.BadSecret(),
            var own when own != package => MiPushAnswers.BadPackage(),
            _ => null,
        };
    }

    private bool IsGood(string target, string? package) =>
        target.Length > 0 && (quick || FaultBook.IsScripted(target) || (phones.Find(PhonePlatform.MiPush, target) is { } phone && phone.App == package));

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"scm{clock.GetUtcNow().ToUnixTimeMilliseconds()}{Interlocked.Increment(ref _lastMessage):x8}");
}
