using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Contracts;

/// <summary>A vendor account to store.</summary>
public sealed record CredentialUpload
{
    /// <summary>apns, fcm, webpush, huawei, mipush or expo.</summary>
    public required string Provider { get; init; }
    /// <summary>Public part. apns: keyId, teamId, bundleId, environment; webpush: subject, publicKey; huawei: appId, clientId; mipush: packageName, region.</summary>
    public JsonObject? Config { get; init; }
    /// <summary>Secret part. apns: p8; fcm: serviceAccountJson; webpush: privateKey; huawei: clientSecret; mipush: appSecret; expo: accessToken (may be left out). Web Push without keys gets a new pair.</summary>
    public JsonObject? Secret { get; init; }
    /// <summary>Probe it, and send with it from now on when the vendor takes it. It stays staged when not.</summary>
    public bool Activate { get; init; }
}

/// <summary>How to activate.</summary>
public sealed record CredentialActivation
{
    /// <summary>Also when the probe says no.</summary>
    public bool Force { get; init; }
}

/// <summary>A stored vendor account. Its secret is never shown.</summary>
/// <param name="Id">The credential.</param>
/// <param name="Provider">apns, fcm, webpush, huawei, mipush or expo.</param>
/// <param name="Version">1, 2, 3 ... per provider.</param>
/// <param name="State">staged, active or retired; one is active per provider.</param>
/// <param name="Fingerprint">Short print of the key, to tell versions apart.</param>
/// <param name="Config">Public part, as stored.</param>
/// <param name="Probe">The last probe; null before the first.</param>
/// <param name="PausedAt">Since when the vendor refuses it; sends wait meanwhile.</param>
/// <param name="PauseReason">The vendor's word for that.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="ActivatedAt">When it was made the active one.</param>
/// <param name="RetiredAt">When another took its place.</param>
public sealed record CredentialAnswer(
    string Id, string Provider, int Version, CredentialState State, string Fingerprint, JsonNode? Config, ProbeAnswer? Probe,
    DateTimeOffset? PausedAt, string? PauseReason, DateTimeOffset CreatedAt, DateTimeOffset? ActivatedAt, DateTimeOffset? RetiredAt)
{
    /// <summary>From the row.</summary>
    public static CredentialAnswer From(ProviderCredential row) => new(
        RowId.Format(RowId.Credential, row.Id), row.Provider.Wire(), row.Version, row.State, row.Fingerprint, JsonNode.Parse(row.Config), ProbeAnswer.From(row),
        row.PausedAt, row.PauseReason, row.CreatedAt, row.ActivatedAt, row.RetiredAt);
}

/// <summary>What the vendor says of a credential.</summary>
/// <param name="Verdict">ok, limited, rejected, malformed or unreachable.</param>
/// <param name="Code">The vendor's own word.</param>
/// <param name="Detail">In words.</param>
/// <param name="At">When it was asked.</param>
public sealed record ProbeAnswer(string Verdict, string? Code, string? Detail, DateTimeOffset At)
{
    internal static ProbeAnswer? From(ProviderCredential row) =>
        row is { ProbeVerdict: { } verdict, ProbedAt: { } at } ? new ProbeAnswer(verdict, row.ProbeCode, row.ProbeDetail, at) : null;
}

/// <summary>All versions of the project, by provider, newest first.</summary>
/// <param name="Items">The versions.</param>
public sealed record CredentialList(IReadOnlyList<CredentialAnswer> Items);

/// <summary>What a site subscribes browsers with.</summary>
/// <param name="PublicKey">VAPID public key, base64url of 65 bytes: the applicationServerKey of pushManager.subscribe.</param>
public sealed record WebPushKeyAnswer(string PublicKey);
