using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Security.Egress;

namespace NotifyHub.Cli;

/// <summary>The API, as a terminal calls it: a refusal becomes its words.</summary>
internal sealed class HubClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="url">Address of the hub.</param>
    /// <param name="key">Server key.</param>
    public HubClient(Uri url, string key)
    {
        // The operator says where it is; it may well be this machine.
        _http = new HttpClient(OperatorsDoor.CreateHandler(TimeSpan.FromSeconds(10))) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>One call; null for an answer without a body.</summary>
    /// <exception cref="CliRefusedException">The hub said no, or nothing.</exception>
    public async Task<JsonObject?> CallAsync(HttpMethod method, string path, JsonNode? body = null, CancellationToken cancel = default)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
            using var answer = await _http.SendAsync(request, cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            return !answer.IsSuccessStatusCode ? throw new CliRefusedException(WordsOf(answer, text)) : text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject();
        }
        catch (HttpRequestException error)
        {
            throw new CliRefusedException($"{_http.BaseAddress} does not answer: {error.Message}");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CliRefusedException($"{_http.BaseAddress} did not answer in {(int)_http.Timeout.TotalSeconds} s.");
        }
        catch (JsonException)
        {
            throw new CliRefusedException($"{_http.BaseAddress} answers with what is no JSON: is it a NotifyHub?");
        }
    }

    public void Dispose() => _http.Dispose();

    private static string WordsOf(HttpResponseMessage answer, string text)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"The answer is {(int)answer.StatusCode} {answer.ReasonPhrase}.";
        }
        var problem = JsonNode.Parse(text)!;
        var faults = problem["errors"]?.AsArray().Select(fault => $"\n  {fault!["pointer"]}: {fault["message"]}") ?? [];
        return $"{problem["code"]} ({(int)answer.StatusCode}): {problem["detail"]}{string.Concat(faults)}";
    }
}
