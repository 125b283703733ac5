using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Sandbox.Phones;

/// <summary>
/// The phones' own way to the internet. It stands for the mobile network, not for the hub: the hub's outbound door (Security.Egress) is none of its business.
/// </summary>
internal sealed class HubCaller : IDisposable
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = LongestCall };
    private readonly ILogger _log;

    public HubCaller(ILogger<HubCaller> log) => _log = log;

    /// <summary>Makes one call.</summary>
    /// <returns>Whether it is settled: answered, or refused for good. False means: try again later.</returns>
    public async Task<bool> TryAsync(HubLink hub, HubCall call, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.BaseUrl, call.Path)) { Content = JsonContent.Create(call.Body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", hub.PublishableKey);
            using var response = await _http.SendAsync(request, cancel);
            if (response.IsSuccessStatusCode)
            {
                await AnswerAsync(call, response, cancel);
                return true;
            }

            var final = IsFinal(response.StatusCode);
            if (final)
            {
                _log.LogWarning("A simulated phone's {What} was refused by the hub with status {Status}", call.What, (int)response.StatusCode);
            }

            return final;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            // Whatever it was, the hub may not know yet: nothing but its answer takes a call out of the outbox.
            _log.LogDebug(fault, "A simulated phone's {What} did not get through; it stays in the phone's outbox", call.What);
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task AnswerAsync(HubCall call, HttpResponseMessage response, CancellationToken cancel)
    {
        if (call.Answered is { } answered)
        {
            answered(await response.Content.ReadFromJsonAsync<JsonElement>(cancel));
        }
    }

    /// <summary>A key can be mended and an overload passes; every other refusal stays one.</summary>
    private static bool IsFinal(HttpStatusCode status) => (int)status is >= 400 and < 500 && status is not
        (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests);
}

/// <summary>Something an app wants to tell the hub.</summary>
/// <param name="What">In one word, for the log.</param>
/// <param name="Path">Below the hub's address.</param>
/// <param name="Body">JSON.</param>
/// <param name="Answered">Gets the hub's answer.</param>
internal sealed record HubCall(string What, string Path, JsonObject Body, Action<JsonElement>? Answered = null);
