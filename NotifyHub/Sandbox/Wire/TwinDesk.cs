using Microsoft.AspNetCore.Connections.Features;
using NotifyHub.Sandbox.Arrivals;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Wire;

/// <summary>A request that passed a vendor's checks.</summary>
/// <param name="Vendor">apns, fcm, webpush, huawei, mipush or expo.</param>
/// <param name="Token">Token, registration or endpoint id.</param>
/// <param name="Phone">Null for a scripted token and in quick mode.</param>
/// <param name="MsgId">The hub's delivery id.</param>
/// <param name="WireId">The vendor's message id.</param>
internal sealed record TwinCall(string Vendor, string Token, Phone? Phone, string? MsgId, string? WireId = null);

/// <summary>Where every twin's answers go out: it plays the scripted faults, and notes each arrival before it is answered.</summary>
internal sealed class TwinDesk(ArrivalLog arrivals, FaultBook faults, TimeSpan answerAfter, TimeProvider clock)
{
    /// <summary>Answers a call that was refused by the vendor's own checks.</summary>
    public Task RefuseAsync(HttpContext http, TwinCall call, TwinAnswer answer) => RefuseAsync(http, [call], answer);

    /// <summary>The same for a request of several messages.</summary>
    public Task RefuseAsync(HttpContext http, IReadOnlyList<TwinCall> calls, TwinAnswer answer)
    {
        Record(calls, answer);
        return answer.WriteAsync(http);
    }

    /// <summary>What the next call to this token meets; the phone's own script wins.</summary>
    public FaultTurn Turn(string token, Phone? phone) => faults.Next(token, phone?.Faults);

    /// <summary>Answers a call that is in order, unless its script has a fault left.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="call">What was asked.</param>
    /// <param name="refuse">The vendor's shape of a scripted status.</param>
    /// <param name="accept">Hands the message to the phone and gives the vendor's shape of success.</param>
    public Task AnswerAsync(HttpContext http, TwinCall call, Func<ScriptedFault, TwinAnswer> refuse, Func<TwinAnswer> accept) =>
        AnswerAsync(http, [call], Turn(call.Token, call.Phone), refuse, accept);

    /// <summary>Answers a request that carries no message, with its faults; nothing of it is an arrival.</summary>
    public Task PlayAsync(HttpContext http, FaultTurn turn, Func<ScriptedFault, TwinAnswer> refuse, Func<TwinAnswer> accept) => AnswerAsync(http, [], turn, refuse, accept);

    /// <summary>Answers a request of several messages.</summary>
    public async Task AnswerAsync(HttpContext http, IReadOnlyList<TwinCall> calls, FaultTurn turn, Func<ScriptedFault, TwinAnswer> refuse, Func<TwinAnswer> accept)
    {
        await PauseAsync(turn.Pause + answerAfter, http.RequestAborted);
        switch (turn.Fault)
        {
            case null:
                await RefuseAsync(http, calls, accept());
                break;
            case { Kind: FaultKind.Status } fault:
                await RefuseAsync(http, calls, WithRetryAfter(refuse(fault), fault));
                break;
            case { Kind: FaultKind.Junk } fault:
                await WriteJunkAsync(http, calls, fault.Reason);
                break;
            case { Kind: FaultKind.Late } fault:
                var late = accept();
                Record(calls, late);
                await PauseAsync(TimeSpan.FromSeconds(fault.Seconds), http.RequestAborted);
                await late.WriteAsync(http);
                break;
            case { Kind: FaultKind.GoAway }:
                http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
                await RefuseAsync(http, calls, accept());
                break;
            case { Kind: var kind, Seconds: var seconds }:
                Record(calls, new TwinAnswer(0, kind.ToString().ToLowerInvariant()));
                await PauseAsync(TimeSpan.FromSeconds(seconds), http.RequestAborted);
                Cut(http, wholeConnection: kind == FaultKind.Drop);
                break;
        }
    }

    private async Task WriteJunkAsync(HttpContext http, IReadOnlyList<TwinCall> calls, string? sort)
    {
        var answer = JunkAnswers.Of(sort);
        Record(calls, answer);
        await answer.WriteAsync(http);
        if (answer.Unfinished)
        {
            await http.Response.Body.FlushAsync(http.RequestAborted);
            Cut(http, wholeConnection: false);
        }
    }

    private TwinAnswer WithRetryAfter(TwinAnswer answer, ScriptedFault fault) =>
        fault.RetryAfter is { } after ? answer.With("Retry-After", after.ToHeader(clock.GetUtcNow())) : answer;

    private static void Cut(HttpContext http, bool wholeConnection)
    {
        if (wholeConnection && http.Features.Get<IConnectionLifetimeFeature>() is { } connection)
        {
            connection.Abort();
        }
        else
        {
            http.Abort();
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancel)
    {
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, clock, cancel);
        }
    }

    private void Record(IReadOnlyList<TwinCall> calls, TwinAnswer answer)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var (call, part) = (calls[i], answer.Parts.Count > i ? answer.Parts[i] : new TwinPart(answer.Status, answer.Code));
            arrivals.Record(call.Vendor, call.Token, call.MsgId, part.Status, part.Code, part.WireId ?? call.WireId);
        }
    }
}
