using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>One credential's way to Apple: its JWT and its connections, both long-lived.</summary>
internal sealed class ApnsClient : IDisposable
{
    // Apple: a token is good for 60 min and must not be renewed more often than every 20.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(50);
    private static readonly TimeSpan MinReuse = TimeSpan.FromMinutes(20);

    private readonly ApnsLane _production;
    private readonly ApnsLane _sandbox;
    private readonly AuthTokenCache _tokens;
    private readonly TimeProvider _clock;

    public ApnsClient(ApnsCredential credential, ApnsOptions options, IEgress egress, TimeProvider clock)
    {
        Credential = credential;
        _clock = clock;
        _tokens = new(clock, MinReuse);
        _production = new(options.ProductionUrl.TrimEnd('/'), options, egress);
        _sandbox = new(options.SandboxUrl.TrimEnd('/'), options, egress);
    }

    /// <summary>Whose key it is.</summary>
    public ApnsCredential Credential { get; }

    /// <summary>Sends to one of the two services; a refused JWT is minted again once.</summary>
    public Task<ProviderOutcome> SendAsync(string environment, ApnsRequest request, DeviceTarget target, CancellationToken cancel)
    {
        var lane = environment == ApnsEnvironments.Sandbox ? _sandbox : _production;
        return AuthorizedSend.RunAsync(_tokens, "", Mint, async token =>
        {
            var connections = lane.Connections;
            var answer = await lane.PostAsync(request, token, cancel);
            var outcome = ApnsOutcomes.Read(answer, target, confirmed: target.Environment is not null, _clock.GetUtcNow());
            if (ApnsOutcomes.WantsReconnect(outcome)) lane.Reconnect(connections);
            return outcome;
        }, cancel);
    }

    public void Dispose()
    {
        _production.Dispose();
        _sandbox.Dispose();
        Credential.Dispose();
    }

    private Task<AuthToken> Mint()
    {
        var now = _clock.GetUtcNow();
        var jwt = CompactJwt.Sign(
            header =>
            {
                header.WriteString("alg", "ES256");
                header.WriteString("kid", Credential.KeyId);
            },
            claims =>
            {
                claims.WriteString("iss", Credential.TeamId);
                claims.WriteNumber("iat", now.ToUnixTimeSeconds());
            },
            Credential.Sign);
        return Task.FromResult(new AuthToken(jwt, now, now + Life));
    }
}
