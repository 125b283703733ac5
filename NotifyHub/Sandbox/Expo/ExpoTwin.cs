using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Expo;

/// <summary>
/// Plays <c>exp.host</c>: takes up to 100 messages of one app a request and answers with a ticket for each; what became of a message is in its receipt.
/// As with the real one, that an app was removed is learned from Apple or Google after the first ticket, and from then on said in tickets.
/// </summary>
internal sealed class ExpoTwin(ExpoAccounts accounts, ExpoReceiptFaults receiptFaults, PhoneFleet phones, TwinDesk desk, TimeProvider clock, bool quick)
{
    public const string Vendor = "expo";
    private const string Bearer = "Bearer ";
    private const int MostMessages = 100;
    private const int MostReceipts = 1000;

    private readonly ExpoReceiptBook _receipts = new(clock);
    private readonly ConcurrentDictionary<string, byte> _dead = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/--/api/v2/push/send", http => SendAsync(http));
        routes.MapPost("/--/api/v2/push/getReceipts", http => TellReceiptsAsync(http));
    }

    private async Task SendAsync(HttpContext http)
    {
        var messages = await ReadAsync(http);
        var copies = messages.SelectMany(message => message.To.Select(token => new Copy(message, CallOf(message, token)))).ToList();
        var calls = copies.ConvertAll(copy => copy.Call);
        var refusal = AgainstCaller(http.Request) ?? AgainstMessages(messages, calls) ?? AgainstApps(http.Request, calls);
        if (refusal is not null)
        {
            await desk.RefuseAsync(http, calls.Count > 0 ? calls : [new TwinCall(Vendor, "", null, null)], refusal);
            return;
        }

        // One message's bad moment is that of the whole request, unless it is about its own ticket or receipt.
        var whole = default(FaultTurn);
        foreach (var copy in copies)
        {
            var turn = desk.Turn(ExpoToken.Inner(copy.Call.Token) ?? "", copy.Call.Phone);
            copy.Fault = ExpoFault.Of(turn.Fault) ?? default;
            whole = new FaultTurn(turn.Pause > whole.Pause ? turn.Pause : whole.Pause, whole.Fault ?? (ExpoFault.Of(turn.Fault) is null ? turn.Fault : null));
        }

        var fewer = whole.Fault is { Kind: FaultKind.Junk, Reason: "fewer" };
        await desk.AnswerAsync(http, calls, fewer ? whole with { Fault = null } : whole, ExpoAnswers.Scripted, () => Accept(copies, fewer));
    }

    private async Task TellReceiptsAsync(HttpContext http)
    {
        var body = await ExpoBody.ReadAsync(http.Request, http.RequestAborted);
        var ids = body is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty("ids", out var list) && list.ValueKind == JsonValueKind.Array
            && list.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String)
            ? list.EnumerateArray().Select(id => id.GetString()!).ToList() : null;
        var refusal = AgainstCaller(http.Request)
            ?? (ids is null ? ExpoAnswers.Invalid("\"ids\" must be an array of strings.") : null)
            ?? (ids!.Count > MostReceipts ? ExpoAnswers.Refused(400, "PUSH_TOO_MANY_RECEIPTS", $"At most {MostReceipts} receipts may be asked for at once.") : null);
        await desk.PlayAsync(http, receiptFaults.Next(), ExpoAnswers.Scripted, () => refusal ?? ExpoAnswers.Data(_receipts.Find(ids!)));
    }

    private static async Task<List<ExpoMessage>> ReadAsync(HttpContext http) => await ExpoBody.ReadAsync(http.Request, http.RequestAborted) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(one => new ExpoMessage(one))],
        { ValueKind: JsonValueKind.Object } one => [new ExpoMessage(one)],
        _ => [],
    };

    private TwinCall CallOf(ExpoMessage message, string token) => new(Vendor, token, phones.Find(PhonePlatform.Expo, token), message.MsgId);

    private TwinAnswer? AgainstCaller(HttpRequest request) => TokenOf(request) is { } token && !quick && !accounts.Knows(token) ? ExpoAnswers.BadToken() : null;

    private static TwinAnswer? AgainstMessages(List<ExpoMessage> messages, List<TwinCall> calls)
    {
        if (messages.Count == 0)
        {
            return ExpoAnswers.Invalid("\"value\" must be an array of messages, or one.");
        }

        if (calls.Count > MostMessages)
        {
            return ExpoAnswers.Refused(400, "PUSH_TOO_MANY_NOTIFICATIONS", $"A request may hold {MostMessages} notifications; this one has {calls.Count}.");
        }

        var bad = messages.FindIndex(message => message.Fault() is not null);
        return bad < 0 ? null : ExpoAnswers.Invalid($"\"[{bad}]\" {messages[bad].Fault()}.");
    }

    private TwinAnswer? AgainstApps(HttpRequest request, List<TwinCall> calls)
    {
        if (quick)
        {
            return null;
        }

        var apps = calls.Where(call => call.Phone is not null).GroupBy(call => call.Phone!.App, call => call.Token).ToList();
        if (apps.Count > 1)
        {
            return ExpoAnswers.SeveralApps(apps);
        }

        return apps is not [var app] ? null
            : !accounts.Admits(app.Key, TokenOf(request)) ? ExpoAnswers.Forbidden(app.Key)
            : !accounts.TakeRoom(app.Key, calls.Count) ? ExpoAnswers.TooMany()
            : null;
    }

    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { Length: > 0 } given && given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? given[Bearer.Length..] : null;

    private TwinAnswer Accept(List<Copy> copies, bool fewer)
    {
        var tickets = copies.ConvertAll(TicketOf);
        var parts = tickets.ConvertAll(ticket => ticket.Error is { } error ? new TwinPart(400, error) : new TwinPart(200, null, ticket.Id));
        return ExpoAnswers.Data(new JsonArray([.. tickets.SkipLast(fewer ? 1 : 0).Select(ticket => ticket.Json)])) with { Parts = parts };
    }

    private (JsonObject Json, string? Id, string? Error) TicketOf(Copy copy)
    {
        var (token, phone) = (copy.Call.Token, copy.Call.Phone);
        var inner = ExpoToken.Inner(token);
        var unknown = !quick && phone is null && phones.DeadSince(PhonePlatform.Expo, token) is null && (inner is null || !FaultBook.IsScripted(inner));
        var error = copy.Fault.Ticket ?? (unknown || _dead.ContainsKey(token) ? "DeviceNotRegistered" : null);
        if (error is not null)
        {
            return (ExpoAnswers.Error(error, token), null, error);
        }

        var id = Guid.NewGuid().ToString();
        if (!copy.Fault.NoReceipt)
        {
            _receipts.Keep(id, ReceiptOf(copy));
        }

        return (ExpoAnswers.Ok(id), id, null);
    }

    private JsonObject ReceiptOf(Copy copy)
    {
        var token = copy.Call.Token;
        var removed = phones.DeadSince(PhonePlatform.Expo, token) is not null;
        var error = copy.Fault.Receipt ?? (copy.Message.IsTooBig ? "MessageTooBig" : removed ? "DeviceNotRegistered" : null);
        if (error is null)
        {
            copy.Call.Phone?.Deliver(copy.Message.ToPush(clock.GetUtcNow()));
            return ExpoAnswers.Ok();
        }

        if (removed)
        {
            _dead[token] = 0;
        }

        return ExpoAnswers.Error(error, token);
    }

    private sealed record Copy(ExpoMessage Message, TwinCall Call)
    {
        public ExpoFault Fault { get; set; }
    }
}
