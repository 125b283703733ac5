using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>Web Push to any push service (RFC 8030), encrypted for the browser (RFC 8291), signed by the project's VAPID key (RFC 8292).</summary>
internal sealed partial class WebPushProvider : IPushProvider, IDisposable
{
    private readonly AccountCache<WebPushClient> _accounts;
    private readonly HttpClient _http;
    private readonly IEgress _egress;
    private readonly IPushCrypto _crypto;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebPushProvider> _log;

    public WebPushProvider(IEgress egress, IPushCrypto crypto, IOptionsMonitor<WebPushOptions> options, TimeProvider clock, ILogger<WebPushProvider> log)
    {
        (_egress, _crypto, _clock, _log) = (egress, crypto, clock, log);
        _http = ProviderClient.Create(egress, "webpush", options.CurrentValue);
        _accounts = new(clock, secret => new(VapidCredential.Parse(secret.ConfigJson, secret.SecretJson), _http, options.CurrentValue.TotalTimeout, clock));
    }

    private static ProviderOutcome MalformedKeys => new(OutcomeKind.TokenDead) { Code = "malformed_keys" };

    public string Name => "webpush";

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        try
        {
            var client = _accounts.Get(call.Credential);
            var target = call.Target;
            if (!Uri.TryCreate(target.Token, UriKind.Absolute, out var endpoint)) return new(OutcomeKind.TokenDead) { Code = "malformed_endpoint" };
            if (_egress.WhyRefused(endpoint) is { } reason) return new(OutcomeKind.ContentBad) { Code = TransportFault.EgressRefused, Body = reason };
            if (SubscriberKeys.Read(target.P256dh, target.Auth) is not { } keys) return MalformedKeys;

            var plaintext = WebPushPayload.Write(call.Message, call.MessageId);
            if (plaintext.Length > Aes128Gcm.MaxPlaintextBytes) return new(OutcomeKind.ContentBad) { Code = "payload_too_large" };
            var headers = WebPushHeaders.Of(call);
            if (Aes128Gcm.Encrypt(_crypto, plaintext.Span, keys) is not { } body) return MalformedKeys;
            var answer = await client.PostAsync(endpoint, headers, body, cancel);
            if (answer.Status == 400) LogOurFault(endpoint.Host);
            return WebPushOutcomes.Read(answer, target, headers.TimeToLive, _clock.GetUtcNow());
        }
        catch (CredentialFormatException e)
        {
            return e.AsOutcome();
        }
        catch (UnrenderableException)
        {
            return UnrenderableException.Outcome;
        }
    }

    public PayloadSize Measure(PushMessage message, string messageId) => new(WebPushPayload.Write(message, messageId).Length, Aes128Gcm.MaxPlaintextBytes);

    public string Preview(PushMessage message, string messageId) => PayloadJson.Indent(WebPushPayload.Write(message, messageId));

    public void CheckOverride(JsonObject patch, string pointer, FaultList faults) => WebPushOverride.Shape.Check(patch, pointer, faults);

    public CredentialShape CheckShape(string configJson, string secretJson)
    {
        try
        {
            using var credential = VapidCredential.ParseOrGenerate(configJson, secretJson);
            return credential.AsShape();
        }
        catch (CredentialFormatException e)
        {
            return e.AsShape(configJson, secretJson);
        }
    }

    /// <summary>No push service has a way to ask: the proof is that the two keys are a pair.</summary>
    public Task<ProbeVerdict> ProbeAsync(ProviderSecret credential, CancellationToken cancel)
    {
        try
        {
            using var pair = VapidCredential.Parse(credential.ConfigJson, credential.SecretJson);
            return Task.FromResult(new ProbeVerdict(ProbeVerdicts.Ok, null, "The public key belongs to the private key."));
        }
        catch (CredentialFormatException e)
        {
            return Task.FromResult(e.AsVerdict());
        }
    }

    public void Dispose()
    {
        _accounts.Dispose();
        _http.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The push service {Host} refused the form of our request with 400: this is a fault of NotifyHub")]
    private partial void LogOurFault(string host);
}
