namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>Reads the package's counters of today: Xiaomi judges the secret and whether the package is its own, and nothing is sent.</summary>
internal static class MiPushProbe
{
    public static async Task<ProbeVerdict> RunAsync(MiPushClient client, CancellationToken cancel) => Judge(await client.CountAsync(cancel));

    private static ProbeVerdict Judge(ProviderOutcome outcome) => outcome switch
    {
        { Kind: OutcomeKind.Accepted } => new(ProbeVerdicts.Ok, null, "Xiaomi knows the AppSecret and lets it read the package's counters."),
        { Kind: OutcomeKind.CredentialBad } => new(ProbeVerdicts.Rejected, outcome.Code, "Xiaomi refuses the AppSecret, or the package is not its own."),
        { Status: 404 or 405 } => new(ProbeVerdicts.Limited, outcome.Code, "The server answers but knows no counters, so the AppSecret was not judged; the first send will."),
        { Status: 429 } or { RetryFloor.TotalSeconds: >= 60 } => new(ProbeVerdicts.Limited, outcome.Code, "Xiaomi asks to wait; the AppSecret was not refused."),
        { Kind: OutcomeKind.ContentBad or OutcomeKind.TokenDead } or { Status: 200, MostTries: not null } =>
            new(ProbeVerdicts.Limited, outcome.Code, "Xiaomi knows the AppSecret but refused this probe."),
        _ => new(ProbeVerdicts.Unreachable, outcome.Code, "No usable answer came from Xiaomi."),
    };
}
