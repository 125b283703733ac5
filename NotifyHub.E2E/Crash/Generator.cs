using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.E2E.Crash;

/// <summary>Sends without pause; a request that was cut off is repeated with the same idempotency key until it is answered.</summary>
public sealed class Generator(HttpClient api, IReadOnlyList<string> devices, SendLedger ledger, int seed)
{
    private readonly Random _chance = new(seed);

    /// <summary>Runs until <paramref name="stop"/>, then finishes the key in hand.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancel)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var key = $"{seed}-{i}";
            var to = devices.OrderBy(_ => _chance.Next()).Take(_chance.Next(1, devices.Count + 1)).Select(d => (JsonNode)d).ToArray();
            var body = new JsonObject
            {
                ["to"] = new JsonArray(to),
                ["title"] = "Crash test",
                ["body"] = key,
                ["idempotencyKey"] = key,
            };
            await SendAsync(key, body.ToJsonString(), cancel);
        }
    }

    private async Task SendAsync(string key, string body, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                using var answer = await api.PostAsync("/v1/push/send", content, cancel);
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    ledger.Accept(key, (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!);
                    return;
                }
                if (answer.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                {
                    throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException || (error is TaskCanceledException && !cancel.IsCancellationRequested))
            {
                // Cut off by a kill, or not listening yet: the same key tells us later whether it was stored.
            }
            await Task.Delay(20, cancel);
        }
    }
}
