using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotifyHub.Sandbox.Demo;

/// <summary>How to get into the demo: made once, kept beside the database (0600), so that each start can print it again. The demo holds nothing worth hiding.</summary>
public sealed record DemoAccess(string Email, string Password, long ProjectId, string ServerKey, string PublishableKey, Uri Twins)
{
    /// <summary>The twins listen elsewhere than at the last start, so browsers have new endpoints to tell.</summary>
    [JsonIgnore]
    public bool TwinsMoved { get; init; }

    private const string FileName = "demo.json";

    /// <summary>Never prints the secrets.</summary>
    public override string ToString() => $"DemoAccess({Email})";

    /// <summary>Null when the demo was never made here.</summary>
    public static async Task<DemoAccess?> LoadAsync(string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<DemoAccess>(await File.ReadAllTextAsync(path, cancel)) : null;
    }

    /// <summary>Keeps it.</summary>
    public async Task SaveAsync(string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, FileName);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(this), cancel);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
