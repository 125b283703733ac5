using System.Text.Json.Serialization;

namespace NotifyHub.Api.ExpoDropIn;

/// <summary>Answer to a send: a ticket for each recipient of each message, in their order. A single message to a single token gets the ticket itself, without an array.</summary>
/// <param name="Data">The tickets.</param>
public sealed record ExpoTicketsAnswer(IReadOnlyList<ExpoTicket> Data);

/// <summary>The answer to one message to one token.</summary>
/// <param name="Data">The ticket.</param>
public sealed record ExpoTicketAnswer(ExpoTicket Data);

/// <summary>Receipts by ticket. Who is not in it is not known, or still on its way.</summary>
/// <param name="Data">Ticket id to receipt.</param>
public sealed record ExpoReceiptsAnswer(IReadOnlyDictionary<string, ExpoReceipt> Data);

/// <summary>What became of one recipient at the moment of the send.</summary>
/// <param name="Status">ok or error.</param>
/// <param name="Id">Of ok: the delivery (dlv_...), by which its receipt is asked for.</param>
/// <param name="Message">Of error: what is wrong, in words.</param>
/// <param name="Details">Of error: the word for programs.</param>
public sealed record ExpoTicket(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExpoErrorDetails? Details = null)
{
    /// <summary>Stored.</summary>
    public static ExpoTicket Ok(string id) => new("ok", id);

    /// <summary>Not stored, or stored as never to be sent.</summary>
    public static ExpoTicket Error(string error, string message, string token) => new("error", null, message, new ExpoErrorDetails(error, token));
}

/// <summary>What became of a delivery.</summary>
/// <param name="Status">ok: the vendor took it; else error.</param>
/// <param name="Message">Of error: what happened, in words.</param>
/// <param name="Details">Of error: the word for programs.</param>
public sealed record ExpoReceipt(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExpoErrorDetails? Details = null);

/// <summary>Why, for programs.</summary>
/// <param name="Error">DeviceNotRegistered, MessageTooBig, MessageRateExceeded, InvalidCredentials, ProviderError, DeveloperError or ExpoError.</param>
/// <param name="ExpoPushToken">Whom it is about.</param>
public sealed record ExpoErrorDetails(string Error, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ExpoPushToken = null);

/// <summary>A request that was refused whole.</summary>
/// <param name="Errors">One entry.</param>
public sealed record ExpoErrorsAnswer(IReadOnlyList<ExpoError> Errors);

/// <summary>Why a request was refused.</summary>
/// <param name="Code">VALIDATION_ERROR, PUSH_TOO_MANY_NOTIFICATIONS, PUSH_TOO_MANY_RECEIPTS, UNAUTHORIZED, TOO_MANY_REQUESTS, ...</param>
/// <param name="Message">In words.</param>
/// <param name="IsTransient">The same request may succeed later.</param>
/// <param name="RequestId">For the operator, who finds it in the log.</param>
/// <param name="Details">Every fault of the fields.</param>
public sealed record ExpoError(
    string Code, string Message, bool IsTransient, string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExpoFaults? Details = null);

/// <summary>Faults of the fields.</summary>
/// <param name="Faults">All of them.</param>
public sealed record ExpoFaults(IReadOnlyList<Fault> Faults);
