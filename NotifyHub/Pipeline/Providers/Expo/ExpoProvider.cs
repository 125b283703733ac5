using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>Expo Push Service: a relay to Apple and Google for apps that are built with Expo. It answers twice, with a ticket and later with a receipt.</summary>
internal sealed class ExpoProvider : IPushProvider, IReceiptProvider, IDisposable
{
    private readonly AccountCache<ExpoClient> _accounts;

    public ExpoProvider(IEgress egress, IOptionsMonitor<ExpoOptions> options, TimeProvider clock) =>
        _accounts = new(clock, secret => new(ExpoCredential.Parse(secret.SecretJson), options.CurrentValue, egress, clock));

    public string Name => "expo";

    public RelayContract Contract => RelayContract.Expo;

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        try
        {
            var token = call.Target.Token;
            return await _accounts.Get(call.Credential).SendAsync(new(token, ExpoPayload.Write(call.Message, call.MessageId, token, call.TimeToLive)), cancel);
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

    public async Task<ReceiptAnswers> AskAsync(ProviderSecret credential, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        try
        {
            return await _accounts.Get(credential).AskAsync(ids, cancel);
        }
        catch (CredentialFormatException e)
        {
            return ReceiptAnswers.None(e.AsOutcome());
        }
    }

    public PayloadSize Measure(PushMessage message, string messageId) => new(ExpoPayload.Write(message, messageId).Length, ExpoPayload.MaxBytes);

    public string Preview(PushMessage message, string messageId) => PayloadJson.Indent(ExpoPayload.Write(message, messageId));

    public void CheckOverride(JsonObject patch, string pointer, FaultList faults) => ExpoOverride.Shape.Check(patch, pointer, faults);

    public CredentialShape CheckShape(string configJson, string secretJson)
    {
        try
        {
            return ExpoCredential.Parse(secretJson).AsShape();
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
            return await ExpoProbe.RunAsync(_accounts.Get(credential), ExpoCredential.Parse(credential.SecretJson).AccessToken is not null, cancel);
        }
        catch (CredentialFormatException e)
        {
            return e.AsVerdict();
        }
    }

    public void Dispose() => _accounts.Dispose();
}
