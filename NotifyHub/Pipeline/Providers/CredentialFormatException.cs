namespace NotifyHub.Pipeline.Providers;

/// <summary>A credential whose files cannot be what they should be. The message is meant for whoever uploaded it and quotes nothing secret.</summary>
internal sealed class CredentialFormatException(string pointer, string problem) : Exception(problem)
{
    /// <summary>JSON pointer of the field at fault, e.g. <c>/secret/p8</c>.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>As the answer to a shape check.</summary>
    public CredentialShape AsShape(string configJson, string secretJson) => new(Message, Pointer, configJson, secretJson, "");

    /// <summary>As the end of a send: the credential is paused, nothing is lost.</summary>
    public ProviderOutcome AsOutcome() => new(OutcomeKind.CredentialBad) { Code = "malformed_credential", Body = Message };

    /// <summary>As the end of a probe.</summary>
    public ProbeVerdict AsVerdict() => new(ProbeVerdicts.Malformed, null, Message);
}
