using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>Firebase Cloud Messaging, HTTP v1.</summary>
internal sealed class FcmProvider : IPushProvider, IDisposable
{
    private readonly AccountCache<FcmClient> _accounts;
    private readonly IEgress _egress;

    public FcmProvider(IEgress egress, IOptionsMonitor<FcmOptions> options, TimeProvider clock)
    {
        _egress = egress;
        _accounts = new(clock, secret => new(FcmCredential.Parse(secret.SecretJson), options.CurrentValue, egress, clock));
    }

    public string Name => "fcm";

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        try
        {
            var body = FcmPayload.Write(call.Message, call.MessageId, call.Target.Token, call.TimeToLive);
            return await _accounts.Get(call.Credential).SendAsync(body, call.Target.Token, cancel);
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

    public PayloadSize Measure(PushMessage message, string messageId) => new(FcmPayload.Write(message, messageId).Length, FcmPayload.MaxBytes);

    public string Preview(PushMessage message, string messageId) => PayloadJson.Indent(FcmPayload.Write(message, messageId));

    public void CheckOverride(JsonObject patch, string pointer, FaultList faults) => FcmOverride.Shape.Check(patch, pointer, faults);

    public CredentialShape CheckShape(string configJson, string secretJson)
    {
        try
        {
            using var credential = FcmCredential.Parse(secretJson);
            return _egress.WhyRefused(credential.TokenUri) is { } reason
                ? credential.AsShape() with { Problem = $"The account's token address cannot be used. {reason}", Pointer = "/secret/serviceAccountJson/token_uri" }
                : credential.AsShape();
        }
        catch (CredentialFormatException e)
        {
            return e.AsShape(configJson, secretJson);
        }
    }

    public async Task<ProbeVerdict> ProbeAsync(ProviderSecret credential, CancellationToken cancel)
    {
        try
        {
            return await FcmProbe.RunAsync(_accounts.Get(credential), cancel);
        }
        catch (CredentialFormatException e)
        {
            return e.AsVerdict();
        }
    }

    public void Dispose() => _accounts.Dispose();
}
