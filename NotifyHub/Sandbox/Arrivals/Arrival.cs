namespace NotifyHub.Sandbox.Arrivals;

/// <summary>One request that reached a twin, and what it was told.</summary>
/// <param name="At">When it was answered.</param>
/// <param name="Vendor">apns, fcm, webpush, huawei, mipush or expo.</param>
/// <param name="Token">First 16 hex digits of the token's SHA-256: enough to tell devices apart, useless to send with.</param>
/// <param name="MsgId">The hub's delivery id (<c>notifyhub_msg_id</c>), when the request carried one that could be read.</param>
/// <param name="Status">HTTP status answered; 0 when the exchange was cut.</param>
/// <param name="Code">The vendor's word, or the fault that cut it.</param>
/// <param name="WireId">The vendor's id of the message (<c>apns-id</c>), the same again when the hub resends.</param>
public sealed record Arrival(DateTimeOffset At, string Vendor, string Token, string? MsgId, int Status, string? Code, string? WireId)
{
    /// <summary>The vendor took the message: a success without a word. Some say no with a success and a code (Huawei, MiPush); junk looks like a yes.</summary>
    public bool Accepted => Status is >= 200 and < 300 && (Code is null || Code.StartsWith("junk", StringComparison.Ordinal));
}
