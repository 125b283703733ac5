using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Webhook;

/// <summary>Calls to people's own servers, signed as Standard Webhooks describes with the project's secret.</summary>
internal sealed class WebhookProvider : IPushProvider, IDisposable
{
    private readonly AccountCache<Held> _accounts;
    private readonly HttpClient _http;
    private readonly IEgress _egress;
    private readonly IOptionsMonitor<WebhookOptions> _options;
    private readonly TimeProvider _clock;

    public WebhookProvider(IEgress egress, IOptionsMonitor<WebhookOptions> options, TimeProvider clock)
    {
        (_egress, _options, _clock) = (egress, options, clock);
        _http = ProviderClient.Create(egress, "person-webhook", options.CurrentValue);
        _accounts = new(clock, secret => new(WebhookCredential.Parse(secret.SecretJson)));
    }

    public string Name => "webhook";

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        try
        {
            var credential = _accounts.Get(call.Credential).Credential;
            if (!Uri.TryCreate(call.Target.Token, UriKind.Absolute, out var address)) return new(OutcomeKind.TokenDead) { Code = "malformed_address" };
            if (_egress.WhyRefused(address) is { } reason) return new(OutcomeKind.ContentBad) { Code = TransportFault.EgressRefused, Body = reason };
            var body = WebhookPayload.Write(call.Message, call.MessageId);
            if (body.Length > WebhookPayload.MaxBytes) return new(OutcomeKind.ContentBad) { Code = "payload_too_large" };
            var at = _clock.GetUtcNow();
            var answer = await JsonPost.SendAsync(_http, address, body,
            [
                // The same over all tries, by which the receiver knows a repeat.
                ("webhook-id", call.MessageId),
                ("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                ("webhook-signature", WebhookSignature.Sign(credential.Secrets, call.MessageId, at, Encoding.UTF8.GetString(body.Span))),
                ("User-Agent", "NotifyHub-Webhooks/1"),
            ], _options.CurrentValue.TotalTimeout, cancel);
            return WebhookOutcomes.Read(answer, call.Target.Token, at);
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

    public PayloadSize Measure(PushMessage message, string messageId) => new(WebhookPayload.Write(message, messageId).Length, WebhookPayload.MaxBytes);

    public string Preview(PushMessage message, string messageId) => PayloadJson.Indent(WebhookPayload.Write(message, messageId));

    // Nobody can bring one: options know push vendors only.
    public void CheckOverride(JsonObject patch, string pointer, FaultList faults) => faults.Add(pointer, "not_allowed", "Calls to people's webhooks have no override.");

    public CredentialShape CheckShape(string configJson, string secretJson)
    {
        try
        {
            return WebhookCredential.Parse(secretJson).AsShape();
        }
        catch (CredentialFormatException e)
        {
            return e.AsShape(configJson, secretJson);
        }
    }

    public Task<ProbeVerdict> ProbeAsync(ProviderSecret credential, CancellationToken cancel)
    {
        try
        {
            _ = _accounts.Get(credential);
            return Task.FromResult(new ProbeVerdict(ProbeVerdicts.Ok, null, "Calls are signed with this secret. Nobody has to be asked: each receiver checks it by itself."));
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

    private sealed record Held(WebhookCredential Credential) : IDisposable
    {
        public void Dispose()
        {
            // Holds nothing open: the connections belong to the receivers, and all accounts share them.
        }
    }
}
