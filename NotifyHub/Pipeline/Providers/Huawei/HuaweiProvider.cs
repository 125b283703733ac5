using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>Huawei Push Kit (HMS Core, v1 API), for Huawei's phones without Google's services.</summary>
internal sealed class HuaweiProvider : IPushProvider, IDisposable
{
    private readonly AccountCache<HuaweiClient> _accounts;

    public HuaweiProvider(IEgress egress, IOptionsMonitor<HuaweiOptions> options, TimeProvider clock) =>
        _accounts = new(clock, secret => new(HuaweiCredential.Parse(secret.ConfigJson, secret.SecretJson), options.CurrentValue, egress, clock));

    public string Name => "huawei";

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        try
        {
            var token = call.Target.Token;
            return await _accounts.Get(call.Credential).SendAsync(
                high => HuaweiPayload.Write(call.Message, call.MessageId, high, token, call.TimeToLive), HuaweiPayload.AsksForHigh(call.Message), token, cancel);
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

    public PayloadSize Measure(PushMessage message, string messageId) => new(Shown(message, messageId).Length, HuaweiPayload.MaxBytes);

    public string Preview(PushMessage message, string messageId) => PayloadJson.Indent(Shown(message, messageId));

    public void CheckOverride(JsonObject patch, string pointer, FaultList faults) => HuaweiOverride.Shape.Check(patch, pointer, faults);

    public CredentialShape CheckShape(string configJson, string secretJson)
    {
        try
        {
            return HuaweiCredential.Parse(configJson, secretJson).AsShape();
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
            return HuaweiProbe.Judge(await _accounts.Get(credential).MintAsync().WaitAsync(cancel));
        }
        catch (CredentialFormatException e)
        {
            return e.AsVerdict();
        }
    }

    public void Dispose() => _accounts.Dispose();

    private static ReadOnlyMemory<byte> Shown(PushMessage message, string messageId) => HuaweiPayload.Write(message, messageId, HuaweiPayload.AsksForHigh(message));
}
