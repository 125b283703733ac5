using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>Xiaomi's MiPush (server API v3), for Xiaomi's phones.</summary>
internal sealed class MiPushProvider : IPushProvider, IDisposable
{
    private readonly AccountCache<MiPushClient> _accounts;

    public MiPushProvider(IEgress egress, IOptionsMonitor<MiPushOptions> options, TimeProvider clock) =>
        _accounts = new(clock, secret => new(MiPushCredential.Parse(secret.ConfigJson, secret.SecretJson), options.CurrentValue, egress, clock));

    public string Name => "mipush";

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        try
        {
            var account = _accounts.Get(call.Credential);
            var form = MiPushPayload.Write(call.Message, call.MessageId, call.Target.Token, account.PackageName, call.TimeToLive);
            return await account.SendAsync(form.ToWire(), call.Target.Token, cancel);
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

    public PayloadSize Measure(PushMessage message, string messageId) =>
        new(MiPushPayload.SizeOf(MiPushPayload.Write(message, messageId)), MiPushPayload.MaxBytes);

    public string Preview(PushMessage message, string messageId) => PayloadJson.Indent(MiPushPayload.Write(message, messageId).ToJson());

    public void CheckOverride(JsonObject patch, string pointer, FaultList faults) => MiPushOverride.Shape.Check(patch, pointer, faults);

    public CredentialShape CheckShape(string configJson, string secretJson)
    {
        try
        {
            return MiPushCredential.Parse(configJson, secretJson).AsShape();
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
            return await MiPushProbe.RunAsync(_accounts.Get(credential), cancel);
        }
        catch (CredentialFormatException e)
        {
            return e.AsVerdict();
        }
    }

    public void Dispose() => _accounts.Dispose();
}
