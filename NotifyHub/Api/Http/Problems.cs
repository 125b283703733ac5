using System.Collections.Frozen;
using System.Reflection;

namespace NotifyHub.Api.Http;

/// <summary>The error catalogue: every code that the API can answer with. docs/api.md shows the same table.</summary>
public static class Problems
{
    public static readonly ProblemType EmptyBody = new("empty_body", 400, "The request has no body", "Send a JSON object.");
    public static readonly ProblemType InvalidJson = new("invalid_json", 400, "The body is not JSON", "The detail says at which line and byte the text stops being JSON.");
    public static readonly ProblemType ValidationFailed = new(RefusalCode.ValidationFailed, 400, "Some fields are wrong", "Every fault is in errors, with a JSON pointer to its field.");
    public static readonly ProblemType BadRequest = new("bad_request", 400, "The request can't be read", "Look at the request line, headers and query.");
    public static readonly ProblemType InvalidTarget = new(RefusalCode.InvalidTarget, 400, "The target has an unknown form", "Give a device id, an array of 1 to 100 of them, or an object with one of topic, user, users, userFingerprintHex, installation, installations, segment, everyone.");
    public static readonly ProblemType BatchTooLarge = new(RefusalCode.BatchTooLarge, 400, "Too many items", "Split the request.");
    public static readonly ProblemType ImageUrlNotAllowed = new(RefusalCode.ImageUrlNotAllowed, 400, "The image address is not allowed", "Use a plain https address without user name or password.");
    public static readonly ProblemType TooManyActions = new(RefusalCode.TooManyActions, 400, "Too many actions", "Platforms show at most four buttons.");
    public static readonly ProblemType ReservedKey = new(RefusalCode.ReservedKey, 400, "A key is reserved", "Keys that start with notifyhub_ belong to the hub; FCM keeps from, message_type, google* and gcm*.");
    public static readonly ProblemType EndpointNotAllowed = new(RefusalCode.EndpointNotAllowed, 400, "This push endpoint is not called", "Endpoints must be https and public, or allowed by the operator (NotifyHub:Egress:AllowedHosts).");
    public static readonly ProblemType MissingKey = new("missing_key", 401, "A key is required", "Send Authorization: Bearer nhs_... (server) or nhp_... (publishable).");
    public static readonly ProblemType InvalidKey = new("invalid_key", 401, "The key is not valid", "It is malformed, unknown, revoked or expired. Make a new one in the dashboard.");
    public static readonly ProblemType UserTokenRequired = new("user_token_required", 401, "This is a person's own", "Send a user token (POST /v1/user-tokens) as Authorization: Bearer, or the session of the dashboard.");
    public static readonly ProblemType InsufficientScope = new("insufficient_scope", 403, "The key may not do this", "Use a server key with the scope that the WWW-Authenticate header names.");
    public static readonly ProblemType UserRequired = new("user_required", 403, "A key of an app has no inbox, preferences or devices of its own", "Make a user token for the person (POST /v1/user-tokens) and send that.");
    public static readonly ProblemType AntiforgeryRequired = new("antiforgery_required", 403, "The session's antiforgery token is missing", "Send it in the header RequestVerificationToken.");
    public static readonly ProblemType UserProofRequired = new("user_proof_required", 403, "A publishable key can't say whose device this is", "Register the device with a server key to tie it to a user.");
    public static readonly ProblemType DeviceProofRequired = new("device_proof_required", 403, "A publishable key must prove whose device it speaks for", "Send the device's own token, or its Web Push endpoint, in the header Device-Token; a server key needs none.");
    public static readonly ProblemType NotFound = new(RefusalCode.NotFound, 404, "There is no such thing in this project", "Ids of other projects are not found either.");
    public static readonly ProblemType UnknownDevice = new(RefusalCode.UnknownDevice, 404, "There is no such device in this project", "Register the device first; ids of other projects are not found either.");
    public static readonly ProblemType UnknownTemplate = new(RefusalCode.UnknownTemplate, 404, "There is no such template in this project", "Give a template's id or key, and a version that it has; deleted ones and those of other projects are not found either.");
    public static readonly ProblemType UnknownSegment = new(RefusalCode.UnknownSegment, 404, "There is no such segment in this project", "List the segments with GET /v1/segments; ids of other projects are not found either.");
    public static readonly ProblemType MethodNotAllowed = new("method_not_allowed", 405, "The route does not know this method", "See the Allow header.");
    public static readonly ProblemType StateConflict = new(RefusalCode.StateConflict, 409, "The state does not allow this", "Read the thing again: it has moved on.");
    public static readonly ProblemType VerdictSaysNo = new(RefusalCode.VerdictSaysNo, 409, "The probe says no", "Mend the credential and probe it again, or send force: true.");
    public static readonly ProblemType IdempotencyInProgress = new("idempotency_in_progress", 409, "The first request with this key is still running", "Repeat after Retry-After; the first answer will be there.");
    public static readonly ProblemType BodyTooLarge = new("body_too_large", 413, "The body is too large", "At most 256 KB, 4 MB on bulk routes.");
    public static readonly ProblemType UnsupportedMediaType = new("unsupported_media_type", 415, "The body's type is not read here", "Send application/json in UTF-8, not compressed.");
    public static readonly ProblemType IdempotencyMismatch = new("idempotency_mismatch", 422, "The key was used for another request", "An idempotency key belongs to one body for 24 hours. Use a new key.");
    public static readonly ProblemType PayloadTooLarge = new(RefusalCode.PayloadTooLarge, 422, "A vendor would refuse the payload for its size", "actualBytes and maxBytes tell by how much; shorten the body or the data.");
    public static readonly ProblemType DeviceRateLimited = new(RefusalCode.DeviceRateLimited, 429, "Too many sends to one device", "At most 60 a minute per device; repeat after Retry-After.");
    public static readonly ProblemType Internal = new("internal", 500, "Something went wrong on our side", "Tell the operator the requestId; the log has the rest.");
    public static readonly ProblemType Overloaded = new("overloaded", 503, "Too much is being worked on", "Nothing was stored; repeat after Retry-After, with the same idempotency key, and with fewer requests at once.");
    public static readonly ProblemType QueueFull = new(RefusalCode.QueueFull, 503, "Too many deliveries wait", "Nothing was stored; repeat after Retry-After. The operator sets how many may wait (NotifyHub:Limits:Queue).");
    public static readonly ProblemType StoreUnavailable = new("store_unavailable", 503, "The database can't take writes now", "Nothing was stored; repeat after Retry-After, with the same idempotency key.");

    /// <summary>All of them, by code.</summary>
    public static FrozenDictionary<string, ProblemType> All { get; } = typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => f.GetValue(null)).OfType<ProblemType>().ToFrozenDictionary(p => p.Code, StringComparer.Ordinal);
}
