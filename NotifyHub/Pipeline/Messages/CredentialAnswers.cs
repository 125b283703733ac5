namespace NotifyHub.Pipeline.Messages;

/// <summary>Result of looking at a credential's files. <paramref name="Problem"/> null means fine.</summary>
/// <param name="Problem">In words, for the person who uploaded it, e.g. "This is a google-services.json; a service account key is needed".</param>
/// <param name="Pointer">JSON pointer of the field at fault, e.g. <c>/secret/p8</c>.</param>
/// <param name="ConfigJson">The config to store (repaired or completed).</param>
/// <param name="SecretJson">The secret to seal (repaired or generated, e.g. a VAPID pair).</param>
/// <param name="Fingerprint">Short public print of the key, to tell versions apart.</param>
public sealed record CredentialShape(string? Problem, string? Pointer, string ConfigJson, string SecretJson, string Fingerprint);

/// <summary>What a probe found.</summary>
/// <param name="Verdict">ok, limited, rejected, malformed or unreachable.</param>
/// <param name="Code">The vendor's own word.</param>
/// <param name="Detail">In our words.</param>
public sealed record ProbeVerdict(string Verdict, string? Code, string Detail);
