using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Slack;

/// <summary>One bot's way to Slack.</summary>
internal sealed class SlackClient(SlackCredential credential, SlackOptions options, IEgress egress, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _http = ProviderClient.Create(egress, "slack", options);
    private readonly string _base = options.BaseUrl.TrimEnd('/');

    /// <summary>Sends one message.</summary>
    public Task<ProviderOutcome> PostAsync(ReadOnlyMemory<byte> body, string conversation, CancellationToken cancel) => AskAsync("chat.postMessage", body, conversation, cancel);

    /// <summary>Asks who the token is: judges it, and says nothing to anybody.</summary>
    public Task<ProviderOutcome> WhoAsync(CancellationToken cancel) => AskAsync("auth.test", "{}"u8.ToArray(), null, cancel);

    public void Dispose() => _http.Dispose();

    private async Task<ProviderOutcome> AskAsync(string method, ReadOnlyMemory<byte> body, string? conversation, CancellationToken cancel) => SlackOutcomes.Read(
        await JsonPost.SendAsync(_http, new Uri($"{_base}/{method}"), body, [("Authorization", $"Bearer {credential.BotToken}")], options.TotalTimeout, cancel),
        [credential.BotToken, conversation], clock.GetUtcNow());
}
