using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>FCM's error body (google.rpc.Status) in the few facts that decide.</summary>
/// <param name="Code">FcmError's errorCode, else google.rpc's status.</param>
/// <param name="Specific">The code is FCM's own, not google.rpc's.</param>
/// <param name="AboutToken">A named field, or the message, blames the registration token.</param>
/// <param name="DeviceQuota">The quota that ran out is that of one device.</param>
internal readonly record struct FcmAnswer(string? Code, bool Specific, bool AboutToken, bool DeviceQuota)
{
    private const string FcmError = "type.googleapis.com/google.firebase.fcm.v1.FcmError";
    private const string BadRequest = "type.googleapis.com/google.rpc.BadRequest";
    private const string QuotaFailure = "type.googleapis.com/google.rpc.QuotaFailure";

    /// <summary>Reads an error body; all is empty when it is none.</summary>
    public static FcmAnswer Read(CappedBody body)
    {
        if (body.AsObject()?.Member("error") is not { } error) return default;
        var details = error.Objects("details").ToList();
        var own = Of(details, FcmError).Select(d => VendorText.Word(d.Text("errorCode"))).FirstOrDefault(c => c is not null);
        var fields = Of(details, BadRequest).SelectMany(d => d.Objects("fieldViolations")).Select(v => v.Text("field")).ToList();
        var aboutToken = fields.Count > 0
            ? fields.Exists(f => f is "token" or "message.token")
            : error.Text("message")?.Contains("registration token", StringComparison.OrdinalIgnoreCase) == true;
        return new(own ?? VendorText.Word(error.Text("status")), own is not null, aboutToken, Of(details, QuotaFailure).SelectMany(d => d.Objects("violations")).Any(IsDevice));
    }

    private static IEnumerable<JsonElement> Of(List<JsonElement> details, string type) => details.Where(d => d.Text("@type") == type);

    private static bool IsDevice(JsonElement violation) =>
        Mentions(violation.Text("subject")) || Mentions(violation.Text("description"));

    private static bool Mentions(string? text) => text?.Contains("device", StringComparison.OrdinalIgnoreCase) == true;
}
