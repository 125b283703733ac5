namespace NotifyHub.Pipeline.Providers;

/// <summary>A send with a short-lived token: refused once, it is minted afresh and sent again; refused twice, the credential is bad.</summary>
internal static class AuthorizedSend
{
    /// <summary>Runs <paramref name="send"/> with the kept token, and at most once more with a fresh one.</summary>
    public static async Task<ProviderOutcome> RunAsync(
        AuthTokenCache tokens, string key, Func<Task<AuthToken>> mint, Func<AuthToken, Task<ProviderOutcome>> send, CancellationToken cancel)
    {
        var token = await tokens.GetAsync(key, mint, cancel);
        if (token.Failure is { } failure) return failure;
        var first = await send(token);
        if (first.Kind != OutcomeKind.AuthExpired) return first;

        var fresh = await tokens.ReplaceAsync(key, token, mint, cancel);
        if (fresh?.Failure is { } second) return second;
        var outcome = fresh is null ? first : await send(fresh);
        return outcome.Kind == OutcomeKind.AuthExpired ? outcome with { Kind = OutcomeKind.CredentialBad } : outcome;
    }
}
