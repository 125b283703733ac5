using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Telegram;

/// <summary>One bot's way to Telegram. Its token is part of every address, so no address is ever written down.</summary>
internal sealed class TelegramClient(TelegramCredential credential, TelegramOptions options, IEgress egress, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _http = ProviderClient.Create(egress, "telegram", options);
    private readonly string _base = $"{options.BaseUrl.TrimEnd('/')}/bot{credential.BotToken}";

    /// <summary>Sends one message.</summary>
    public Task<ProviderOutcome> SendAsync(ReadOnlyMemory<byte> body, string chat, CancellationToken cancel) => AskAsync("sendMessage", body, chat, cancel);

    /// <summary>Asks who the bot is: judges the token, and says nothing to anybody.</summary>
    public Task<ProviderOutcome> WhoAsync(CancellationToken cancel) => AskAsync("getMe", "{}"u8.ToArray(), null, cancel);

    public void Dispose() => _http.Dispose();

    private async Task<ProviderOutcome> AskAsync(string method, ReadOnlyMemory<byte> body, string? chat, CancellationToken cancel) => TelegramOutcomes.Read(
        await JsonPost.SendAsync(_http, new Uri($"{_base}/{method}"), body, [], options.TotalTimeout, cancel), [credential.BotToken, chat], clock.GetUtcNow());
}
