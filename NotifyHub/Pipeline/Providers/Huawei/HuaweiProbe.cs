namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>Mints an access token: that proves client id and secret. Whether the app may push, and whether the app id is its own, only a send shows.</summary>
internal static class HuaweiProbe
{
    public static ProbeVerdict Judge(AuthToken token) => token.Failure switch
    {
        null => new(ProbeVerdicts.Ok, null, "Huawei gives an access token for this client id and secret. Whether the app may push, the first send shows."),
        { Status: 429 } limited => new(ProbeVerdicts.Limited, limited.Code, "Huawei's token service asks to wait."),
        { Kind: OutcomeKind.CredentialBad } refused => new(ProbeVerdicts.Rejected, refused.Code, "Huawei refuses this client id or secret."),
        var other => new(ProbeVerdicts.Unreachable, other.Code, "No usable answer came from Huawei's token service."),
    };
}
