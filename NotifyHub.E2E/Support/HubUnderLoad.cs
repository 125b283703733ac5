using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.E2E.Support;

/// <summary>The published app and the vendors' twins as two processes on one data folder, spoken to over HTTP only. Shared by the torture run and the bench.</summary>
public sealed class HubUnderLoad : IAsyncDisposable
{
    private const string ServerKey = "nhs_loadtest0loadtest0loadtest0loadtest0";
    private readonly AppProcess _twins;
    private readonly HttpClient _control;

    private HubUnderLoad(string dll, string folder, bool quick, IReadOnlyDictionary<string, string> extra, int nodes, IReadOnlyList<string>? roles, int answerMs)
    {
        Folder = folder;
        var (http, http2) = (AppProcess.FreePort(), AppProcess.FreePort());
        ArrivalFile = Path.Combine(folder, "arrivals.jsonl");
        TwinUrl = new Uri($"http://127.0.0.1:{http}");
        TwinHttp2Url = new Uri($"http://127.0.0.1:{http2}");
        var log = quick ? "" : $"--log \"{ArrivalFile}\"";
        _twins = new AppProcess(dll, $"sandbox --port {http} --http2-port {http2} {log} {(quick ? "--quick" : "")} --answer-ms {answerMs}", new Dictionary<string, string>(StringComparer.Ordinal));
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["NotifyHub__Bootstrap__OwnerEmail"] = "owner@example.test",
            ["NotifyHub__Bootstrap__OwnerPassword"] = "plenty of unrelated words",
            ["NotifyHub__Bootstrap__Project"] = "Load",
            ["NotifyHub__Bootstrap__ServerKey"] = ServerKey,
            ["NotifyHub__Egress__AllowedHosts__0"] = "127.0.0.1",
            ["NotifyHub__Providers__Apns__ProductionUrl"] = $"http://127.0.0.1:{http2}/production",
            ["NotifyHub__Providers__Apns__SandboxUrl"] = $"http://127.0.0.1:{http2}/sandbox",
            ["NotifyHub__Providers__Fcm__BaseUrl"] = $"http://127.0.0.1:{http}",
            ["NotifyHub__Providers__Huawei__TokenUrl"] = $"http://127.0.0.1:{http}/oauth2/v3/token",
            ["NotifyHub__Providers__Huawei__PushUrl"] = $"http://127.0.0.1:{http}",
            ["NotifyHub__Providers__MiPush__BaseUrl"] = $"http://127.0.0.1:{http}",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        if (nodes > 1)
        {
            settings["NotifyHub__Security__MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        }
        foreach (var (key, value) in extra)
        {
            settings[key] = value;
        }
        Nodes = [.. Enumerable.Range(0, nodes).Select(i => new HubNodeProcess(dll, folder, i, settings))];
        for (var i = 0; i < (roles?.Count ?? 0); i++)
        {
            Nodes[i].Process.Environment["NotifyHub__Role"] = roles![i];
        }
        _control = new HttpClient { BaseAddress = TwinUrl };
        Api = NewClient();
    }

    public string Folder { get; }
    public string ArrivalFile { get; }
    public Uri TwinUrl { get; }
    public Uri TwinHttp2Url { get; }

    /// <summary>The processes of the hub; one unless more were asked for.</summary>
    public IReadOnlyList<HubNodeProcess> Nodes { get; }

    public Uri HubUrl => Nodes[0].Url;
    public AppProcess Hub => Nodes[0].Process;
    public HttpClient Api { get; }
    public int TwinProcessId => _twins.Id;

    /// <summary>Starts the twins and every node, stores working credentials for every vendor.</summary>
    /// <param name="dll">NotifyHub.dll.</param>
    /// <param name="quick">The twins check nothing and log nothing.</param>
    /// <param name="settings">Of every node, by environment.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="nodes">Processes of the hub.</param>
    /// <param name="birth">Done with the first node before it starts for good.</param>
    /// <param name="roles">all, web or worker for each node; the first must serve.</param>
    /// <param name="answerMs">Milliseconds that each answer of the twins takes, as over a line to a vendor.</param>
    public static async Task<HubUnderLoad> StartAsync(string dll, bool quick, IReadOnlyDictionary<string, string> settings, CancellationToken cancel, int nodes = 1, Func<HubNodeProcess, Task>? birth = null,
        IReadOnlyList<string>? roles = null, int answerMs = 0)
    {
        var folder = Directory.CreateTempSubdirectory("notifyhub-load-").FullName;
        var it = new HubUnderLoad(dll, folder, quick, settings, nodes, roles, answerMs);
        await it._twins.StartAsync(new Uri(it.TwinUrl, "/sandbox/phones"), cancel);
        if (birth is not null)
        {
            await birth(it.Nodes[0]);
        }
        foreach (var node in it.Nodes)
        {
            await node.StartAsync(cancel);
        }
        await it.StoreCredentialsAsync(cancel);
        return it;
    }

    /// <summary>A client with the server key and its own connections.</summary>
    public HttpClient NewClient(Uri? node = null) => new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
    {
        BaseAddress = node ?? HubUrl,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ServerKey) },
        Timeout = TimeSpan.FromSeconds(30),
    };

    public Task StartHubAsync(CancellationToken cancel) => Nodes[0].StartAsync(cancel);

    /// <summary>A phone at the twins, registered with the hub; returns the device id.</summary>
    public async Task<string> AddPhoneAsync(string platform, CancellationToken cancel, string? faults = null)
    {
        var phone = await PostAsync(_control, "/sandbox/phones", new JsonObject { ["platform"] = platform, ["name"] = platform, ["environment"] = "production" }, cancel);
        if (faults is not null)
        {
            using var scripted = await _control.PostAsJsonAsync($"/sandbox/phones/{phone["id"]}/script", new JsonObject { ["script"] = faults }, cancel);
            scripted.EnsureSuccessStatusCode();
        }
        var device = platform switch
        {
            "ios" => new JsonObject { ["provider"] = "apns", ["token"] = phone["token"]!.DeepClone(), ["environment"] = "production" },
            "android" => new JsonObject { ["provider"] = "fcm", ["token"] = phone["token"]!.DeepClone() },
            "huawei" or "miPush" => new JsonObject { ["provider"] = platform.ToLowerInvariant(), ["token"] = phone["token"]!.DeepClone() },
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
        foreach (var node in Nodes)
        {
            await node.Process.DisposeAsync();
        }
        await _twins.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Vendors that <see cref="StoreCredentialsAsync"/> gives an account at, which share the calls in flight.</summary>
    public const int Vendors = 5;

    /// <summary>Stores the twins' credentials as new versions and makes them active.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <param name="by">Asks this node; the first when left out.</param>
    public async Task StoreCredentialsAsync(CancellationToken cancel, HttpClient? by = null)
    {
        var api = by ?? Api;
        var known = (await _control.GetFromJsonAsync<JsonObject>("/sandbox/credentials", cancel))!;
        var apns = known["apns"]!;
        await StoreAsync(api, "apns",
            new JsonObject { ["keyId"] = apns["keyId"]!.DeepClone(), ["teamId"] = apns["teamId"]!.DeepClone(), ["bundleId"] = apns["bundleId"]!.DeepClone(), ["environment"] = "production" },
            new JsonObject { ["p8"] = apns["p8"]!.DeepClone() }, cancel);
        await StoreAsync(api, "fcm", new JsonObject(), new JsonObject { ["serviceAccountJson"] = known["fcm"]!["serviceAccountJson"]!.DeepClone() }, cancel);
        var web = known["webpush"]!;
        await StoreAsync(api, "webpush",
            new JsonObject { ["subject"] = web["subject"]!.DeepClone(), ["publicKey"] = web["publicKey"]!.DeepClone() },
            new JsonObject { ["privateKey"] = web["privateKey"]!.DeepClone() }, cancel);
        await StoreAsync(api, "huawei", new JsonObject { ["appId"] = known["huawei"]!["appId"]!.DeepClone() }, new JsonObject { ["clientSecret"] = known["huawei"]!["clientSecret"]!.DeepClone() }, cancel);
        await StoreAsync(api, "mipush", new JsonObject { ["packageName"] = known["mipush"]!["packageName"]!.DeepClone() }, new JsonObject { ["appSecret"] = known["mipush"]!["appSecret"]!.DeepClone() }, cancel);
    }

    private static Task StoreAsync(HttpClient api, string provider, JsonObject config, JsonObject secret, CancellationToken cancel) =>
        PostAsync(api, "/v1/projects/current/push/credentials", new JsonObject { ["provider"] = provider, ["config"] = config, ["secret"] = secret, ["activate"] = true }, cancel);
}
