using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Slack;

/// <summary>Slack's Web API, by the token of a workspace's bot: to a member's id or a conversation's.</summary>
internal sealed class SlackProvider : IPushProvider, IDisposable
{
    private readonly AccountCache<SlackClient> _accounts;

    public SlackProvider(IEgress egress, IOptionsMonitor<SlackOptions> options, TimeProvider clock) =>
        _accounts = new(clock, secret => new(SlackCredential.Parse(secret.SecretJson), options.CurrentValue, egress, clock));

    public string Name => "slack";

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        try
        {
            var account = _accounts.Get(call.Credential);
            var words = ChatWords.Of(call.Message);
            if (!words.Any) return new(OutcomeKind.ContentBad) { Code = "nothing_to_show" };
            return await account.PostAsync(SlackPayload.Write(words, call.Target.Token), call.Target.Token, cancel);
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

    public PayloadSize Measure(PushMessage message, string messageId) => new(SlackPayload.Write(ChatWords.Of(message), null).Length, SlackPayload.MaxBytes);

    public string Preview(PushMessage message, string messageId) => PayloadJson.Indent(SlackPayload.Write(ChatWords.Of(message), null));

    // Nobody can bring one: options know push vendors only.
    public void CheckOverride(JsonObject patch, string pointer, FaultList faults) => faults.Add(pointer, "not_allowed", "Messages to Slack have no override.");

    public CredentialShape CheckShape(string configJson, string secretJson)
    {
        try
        {
            return SlackCredential.Parse(secretJson).AsShape();
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
            return Judge(await _accounts.Get(credential).WhoAsync(cancel));
        }
        catch (CredentialFormatException e)
        {
            return e.AsVerdict();
        }
    }

    public void Dispose() => _accounts.Dispose();

    private static ProbeVerdict Judge(ProviderOutcome outcome) => outcome switch
    {
        { Kind: OutcomeKind.Accepted } => new(ProbeVerdicts.Ok, null, "Slack knows the bot. Whether it may write (scope chat:write), the first message will tell."),
        { Kind: OutcomeKind.CredentialBad } => new(ProbeVerdicts.Rejected, outcome.Code, "Slack refuses the bot token."),
        { Status: 429 } or { Code: "ratelimited" } => new(ProbeVerdicts.Limited, outcome.Code, "Slack asks to wait; the token was not refused."),
        _ => new(ProbeVerdicts.Unreachable, outcome.Code, "No usable answer came from Slack."),
    };
}
