using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Telegram;

/// <summary>Telegram's Bot API, by the token of a bot: to a chat's number or a public channel's @name.</summary>
internal sealed class TelegramProvider : IPushProvider, IDisposable
{
    private readonly AccountCache<TelegramClient> _accounts;

    public TelegramProvider(IEgress egress, IOptionsMonitor<TelegramOptions> options, TimeProvider clock) =>
        _accounts = new(clock, secret => new(TelegramCredential.Parse(secret.SecretJson), options.CurrentValue, egress, clock));

    public string Name => "telegram";

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        try
        {
            var account = _accounts.Get(call.Credential);
            var words = ChatWords.Of(call.Message);
            if (!words.Any) return new(OutcomeKind.ContentBad) { Code = "nothing_to_show" };
            return await account.SendAsync(TelegramPayload.Write(call.Message, words, call.Target.Token), call.Target.Token, cancel);
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

    public PayloadSize Measure(PushMessage message, string messageId) => new(TelegramPayload.Write(message, ChatWords.Of(message), null).Length, TelegramPayload.MaxBytes);

    public string Preview(PushMessage message, string messageId) => PayloadJson.Indent(TelegramPayload.Write(message, ChatWords.Of(message), null));

    // Nobody can bring one: options know push vendors only.
    public void CheckOverride(JsonObject patch, string pointer, FaultList faults) => faults.Add(pointer, "not_allowed", "Messages to Telegram have no override.");

    public CredentialShape CheckShape(string configJson, string secretJson)
    {
        try
        {
            return TelegramCredential.Parse(secretJson).AsShape();
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
        { Kind: OutcomeKind.Accepted } => new(ProbeVerdicts.Ok, null, "Telegram knows the bot. People have to press Start in it before it may write to them."),
        { Kind: OutcomeKind.CredentialBad } => new(ProbeVerdicts.Rejected, outcome.Code, "Telegram refuses the bot token."),
        { Status: 429 } => new(ProbeVerdicts.Limited, outcome.Code, "Telegram asks to wait; the token was not refused."),
        _ => new(ProbeVerdicts.Unreachable, outcome.Code, "No usable answer came from Telegram."),
    };
}
