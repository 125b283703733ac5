using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>Apple Push Notification service, directly.</summary>
internal sealed partial class ApnsProvider : IPushProvider, IDisposable
{
    private readonly AccountCache<ApnsClient> _accounts;
    private readonly TimeProvider _clock;
    private readonly ILogger<ApnsProvider> _log;

    public ApnsProvider(IEgress egress, IOptionsMonitor<ApnsOptions> options, TimeProvider clock, ILogger<ApnsProvider> log)
    {
        (_clock, _log) = (clock, log);
        _accounts = new(clock, secret => new(ApnsCredential.Parse(secret.ConfigJson, secret.SecretJson), options.CurrentValue, egress, clock));
    }

    public string Name => "apns";

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        try
        {
            if (!ApnsRequest.CouldBeToken(call.Target.Token)) return new(OutcomeKind.TokenDead) { Code = "malformed_token" };
            var client = _accounts.Get(call.Credential);
            var headers = ApnsHeaders.Of(call, client.Credential.BundleId, _clock.GetUtcNow());
            var payload = ApnsPayload.Write(call.Message, call.MessageId);
            if (payload.Length > MaxBytes(headers.PushType)) return new(OutcomeKind.ContentBad) { Code = "payload_too_large" };
            var outcome = await SendAsync(client, new(call.Target.Token, headers, payload), call.Target, cancel);
            if (outcome is { Kind: OutcomeKind.ContentBad, Status: 404 or 405 }) LogOurFault(outcome.Status, outcome.Code);
            return outcome;
        }
        catch (CredentialFormatException e)
        {
            return e.AsOutcome();
        }
        catch (UnrenderableException)
        {
            return UnrenderableException.Outcome;
        }
        catch (FormatException e)
        {
            return new(OutcomeKind.ContentBad) { Code = "bad_header", Body = e.Message };
        }
    }

    public PayloadSize Measure(PushMessage message, string messageId) =>
        new(ApnsPayload.Write(message, messageId).Length, MaxBytes(ApnsPayload.HeaderOverrides(message)?["apns-push-type"]?.ToString()));

    public string Preview(PushMessage message, string messageId) => PayloadJson.Indent(ApnsPayload.Write(message, messageId));

    public void CheckOverride(JsonObject patch, string pointer, FaultList faults) => ApnsOverride.Shape.Check(patch, pointer, faults);

    public CredentialShape CheckShape(string configJson, string secretJson)
    {
        try
        {
            using var credential = ApnsCredential.Parse(configJson, secretJson);
            return credential.AsShape();
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
            return await ApnsProbe.RunAsync(_accounts.Get(credential), _clock.GetUtcNow(), cancel);
        }
        catch (CredentialFormatException e)
        {
            return e.AsVerdict();
        }
    }

    public void Dispose() => _accounts.Dispose();

    private static int MaxBytes(string? pushType) => pushType == "voip" ? ApnsPayload.MaxVoipBytes : ApnsPayload.MaxBytes;

    // A token whose service was never confirmed is tried on one and, if that does not know it, once on the other.
    private static async Task<ProviderOutcome> SendAsync(ApnsClient client, ApnsRequest request, DeviceTarget target, CancellationToken cancel)
    {
        if (ApnsEnvironments.Read(target.Environment) is { } known) return await client.SendAsync(known, request, target, cancel);

        target = target with { Environment = null };
        var environment = client.Credential.Environment ?? ApnsEnvironments.Production;
        var outcome = await client.SendAsync(environment, request, target, cancel);
        if (outcome.Kind == OutcomeKind.EnvironmentMismatch)
        {
            var first = outcome;
            environment = ApnsEnvironments.Other(environment);
            outcome = await client.SendAsync(environment, request, target, cancel);
            if (outcome.Kind == OutcomeKind.EnvironmentMismatch) return outcome with { Kind = OutcomeKind.TokenDead };
            // The key may be good for the first service only: that says nothing against the key, only that this token cannot be reached with it.
            if (outcome.Kind == OutcomeKind.CredentialBad) return first;
        }
        return outcome.Kind == OutcomeKind.Accepted ? outcome with { LearnedEnvironment = environment } : outcome;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "APNs refused the form of our request with {Status} {Code}: this is a fault of NotifyHub")]
    private partial void LogOurFault(int? status, string? code);
}
