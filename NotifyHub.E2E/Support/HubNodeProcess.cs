namespace NotifyHub.E2E.Support;

/// <summary>One process of the hub with its port and its own folder.</summary>
public sealed class HubNodeProcess
{
    public HubNodeProcess(string dll, string folder, int number, IReadOnlyDictionary<string, string> settings)
    {
        Number = number;
        Url = new Uri($"http://127.0.0.1:{AppProcess.FreePort()}");
        DataFolder = Path.Combine(folder, number == 0 ? "data" : $"data{number}");
        Process = new AppProcess(dll, "", new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = Url.ToString(),
            ["NotifyHub__DataDirectory"] = DataFolder,
        });
    }

    public int Number { get; }
    public Uri Url { get; }
    public string DataFolder { get; }
    public AppProcess Process { get; }

    /// <summary>Starts it and waits until it can write.</summary>
    public Task StartAsync(CancellationToken cancel) => Process.StartAsync(new Uri(Url, "/health/ready"), cancel);
}
