using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.E2E.Support;

/// <summary>The published app and the vendors' twins as two processes on one data folder, spoken to over HTTP only. Shared by the crash test and the bench.</summary>
public sealed class HubUnderLoad : IAsyncDisposable
{
    private const string ServerKey = "nhs_loadtest0loadtest0loadtest0loadtest0";
    private readonly AppProcess _twins;
    private readonly HttpClient _control;

    private HubUnderLoad(string dll, string folder, bool quick, IReadOnlyDictionary<string, string> extra)
    {
        Folder = folder;
        var (http, http2, hub) = (AppProcess.FreePort(), AppProcess.FreePort(), AppProcess.FreePort());
        ArrivalFile = Path.Combine(folder, "arrivals.jsonl");
        TwinUrl = new Uri($"http://127.0.0.1:{http}");
        TwinHttp2Url = new Uri($"http://127.0.0.1:{http2}");
        HubUrl = new Uri($"http://127.0.0.1:{hub}");
        var log = quick ? "" : $"--log \"{ArrivalFile}\"";
        _twins = new AppProcess(dll, $"sandbox --port {http} --http2-port {http2} {log} {(quick ? "--quick" : "")}", new Dictionary<string, string>(StringComparer.Ordinal));
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = HubUrl.ToString(),
            ["NotifyHub__DataDirectory"] = Path.Combine(folder, "data"),
            ["NotifyHub__Bootstrap__OwnerEmail"] = "owner@example.test",
            ["NotifyHub__Bootstrap__OwnerPassword"] = "plenty of unrelated words",
            ["NotifyHub__Bootstrap__Project"] = "Load",
            ["NotifyHub__Bootstrap__ServerKey"] = ServerKey,
            ["NotifyHub__Egress__AllowedHosts__0"] = "127.0.0.1",
            ["NotifyHub__Providers__Apns__ProductionUrl"] = $"http://127.0.0.1:{http2}/production",
            ["NotifyHub__Providers__Apns__SandboxUrl"] = $"http://127.0.0.1:{http2}/sandbox",
            ["NotifyHub__Providers__Fcm__BaseUrl"] = $"http://127.0.0.1:{http}",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (key, value) in extra)
        {
            settings[key] = value;
        }
        Hub = new AppProcess(dll, "", settings);
        _control = new HttpClient { BaseAddress = TwinUrl };
        Api = NewClient();
    }

    public string Folder { get; }
    public string ArrivalFile { get; }
    public Uri HubUrl { get; }
    public Uri TwinUrl { get; }
    public Uri TwinHttp2Url { get; }
    public AppProcess Hub { get; }
    public HttpClient Api { get; }
    public int TwinProcessId => _twins.Id;

    /// <summary>Starts both, stores working credentials for the three vendors.</summary>
    public static async Task<HubUnderLoad> StartAsync(string dll, bool quick, IReadOnlyDictionary<string, string> settings, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("notifyhub-load-").FullName;
        var it = new HubUnderLoad(dll, folder, quick, settings);
        await it._twins.StartAsync(new Uri(it.TwinUrl, "/sandbox/phones"), cancel);
        await it.StartHubAsync(cancel);
        await it.StoreCredentialsAsync(cancel);
        return it;
    }

    /// <summary>A client with the server key and its own connections.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
    {
        BaseAddress = HubUrl,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ServerKey) },
        Timeout = TimeSpan.FromSeconds(30),
    };

    public Task StartHubAsync(CancellationToken cancel) => Hub.StartAsync(new Uri(HubUrl, "/health/ready"), cancel);

    /// <summary>A phone at the twins, registered with the hub; returns the device id.</summary>
    public async Task<string> AddPhoneAsync(string platform, CancellationToken cancel)
    {
        var phone = await PostAsync(_control, "/sandbox/phones", new JsonObject { ["platform"] = platform, ["name"] = platform, ["environment"] = "production" }, cancel);
        var device = platform switch
        {
            "ios" => new JsonObject { ["provider"] = "apns", ["token"] = phone["token"]!.DeepClone(), ["environment"] = "production" },
            "android" => new JsonObject { ["provider"] = "fcm", ["token"] = phone["token"]!.DeepClone() },
            _ => new JsonObject { ["provider"] = "webpush", ["subscription"] = phone["subscription"]!.DeepClone() },
        };
        return await RegisterAsync(device, cancel);
    }

    /// <summary>Registers any device; returns its id.</summary>
    public async Task<string> RegisterAsync(JsonObject device, CancellationToken cancel) =>
        (await PostAsync(Api, "/v1/push/tokens", device, cancel))["id"]!.GetValue<string>();

    /// <summary>Messages that the twins accepted, by vendor.</summary>
    public async Task<IReadOnlyDictionary<string, long>> AcceptedByVendorAsync(CancellationToken cancel)
    {
        var counts = await _control.GetFromJsonAsync<JsonObject>("/sandbox/counts", cancel);
        return counts!.ToDictionary(c => c.Key, c => c.Value!["accepted"]!.GetValue<long>(), StringComparer.Ordinal);
    }

    public static async Task<JsonObject> PostAsync(HttpClient client, string path, JsonNode body, CancellationToken cancel)
    {
        using var answer = await client.PostAsJsonAsync(path, body, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {text}");
        }
        return JsonNode.Parse(text)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        _control.Dispose();
        await Hub.DisposeAsync();
        await _twins.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task StoreCredentialsAsync(CancellationToken cancel)
    {
        var known = (await _control.GetFromJsonAsync<JsonObject>("/sandbox/credentials", cancel))!;
        var apns = known["apns"]!;
        await StoreAsync("apns",
            new JsonObject { ["keyId"] = apns["keyId"]!.DeepClone(), ["teamId"] = apns["teamId"]!.DeepClone(), ["bundleId"] = apns["bundleId"]!.DeepClone(), ["environment"] = "production" },
            new JsonObject { ["p8"] = apns["p8"]!.DeepClone() }, cancel);
        await StoreAsync("fcm", new JsonObject(), new JsonObject { ["serviceAccountJson"] = known["fcm"]!["serviceAccountJson"]!.DeepClone() }, cancel);
        var web = known["webpush"]!;
        await StoreAsync("webpush",
            new JsonObject { ["subject"] = web["subject"]!.DeepClone(), ["publicKey"] = web["publicKey"]!.DeepClone() },
            new JsonObject { ["privateKey"] = web["privateKey"]!.DeepClone() }, cancel);
    }

    private Task StoreAsync(string provider, JsonObject config, JsonObject secret, CancellationToken cancel) =>
        PostAsync(Api, "/v1/projects/current/push/credentials", new JsonObject { ["provider"] = provider, ["config"] = config, ["secret"] = secret, ["activate"] = true }, cancel);
}
