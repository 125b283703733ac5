using System.Globalization;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Fcm;

/// <summary>Plays <c>fcm.googleapis.com</c>, HTTP v1.</summary>
internal sealed class FcmTwin(FcmAccessTokens tokens, PhoneFleet phones, TwinDesk desk, TimeProvider clock, bool quick)
{
    public const string Vendor = "fcm";
    private const string Scheme = "Bearer ";

    /// <summary>More than any message may be, so that a message that is too big still gets Google's own words.</summary>
    private const int MostRead = 64 * 1024;

    private long _lastMessage;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/projects/{project}/messages:send", http => AnswerAsync(http));

    private async Task AnswerAsync(HttpContext http)
    {
        var project = (string)http.GetRouteValue("project")!;
        var raw = await RequestBody.ReadAsync(http.Request, MostRead, http.RequestAborted);
        var request = FcmRequest.Parse(raw);
        var call = new TwinCall(Vendor, request?.Token ?? "", null, request is null ? null : FcmPush.MsgIdOf(request));
        var refusal = AgainstCaller(http.Request, project)
            ?? (request is null ? FcmAnswers.BadField("message", "Invalid JSON payload received.") : request.Check());
        if (refusal is null)
        {
            call = call with { Phone = phones.Find(PhonePlatform.Android, call.Token) };
            refusal = AgainstToken(call, project);
        }

        if (refusal is not null)
        {
            await desk.RefuseAsync(http, call, refusal);
            return;
        }

        await desk.AnswerAsync(http, call, fault => FcmAnswers.Scripted(fault, project), () => Accept(call.Phone, request!, raw, project));
    }

    private TwinAnswer? AgainstCaller(HttpRequest request, string project)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return FcmAnswers.Unauthenticated();
        }

        if (quick)
        {
            return null;
        }

        return tokens.ProjectOf(authorization[Scheme.Length..]) switch
        {
            null => FcmAnswers.Unauthenticated(),
            var own when own != project => FcmAnswers.PermissionDenied(project),
            _ => null,
        };
    }

    private TwinAnswer? AgainstToken(TwinCall call, string project)
    {
        if (quick || FaultBook.IsScripted(call.Token))
        {
            return null;
        }

        if (phones.DeadSince(PhonePlatform.Android, call.Token) is not null)
        {
            return FcmAnswers.Unregistered();
        }

        return call.Phone switch
        {
            null => FcmAnswers.BadToken(),
            { App: var app } when app != project => FcmAnswers.SenderIdMismatch(),
            _ => null,
        };
    }

    private TwinAnswer Accept(Phone? phone, FcmRequest request, ReadOnlyMemory<byte> raw, string project)
    {
        if (request.ValidateOnly)
        {
            return FcmAnswers.Accepted($"projects/{project}/messages/fake_message_id");
        }

        var now = clock.GetUtcNow();
        phone?.Deliver(FcmPush.Read(request, raw, now));
        var number = Interlocked.Increment(ref _lastMessage);
        return FcmAnswers.Accepted(string.Create(CultureInfo.InvariantCulture, $"projects/{project}/messages/0:{now.ToUnixTimeMilliseconds()}%{number:x16}"));
    }
}
