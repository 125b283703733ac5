using System.Diagnostics;

namespace NotifyHub.Torture.Hub;

/// <summary>Publishes the app with its failpoints, all of it in a folder of its own: the normal build's outputs are not touched.</summary>
public sealed class TestBuild : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notifyhub-torture-build-").FullName;

    /// <summary>NotifyHub.dll, which dies where it is told.</summary>
    /// <exception cref="InvalidOperationException">It does not build.</exception>
    public string Publish()
    {
        var output = Path.Combine(_folder, "app");
        using var publish = Process.Start(new ProcessStartInfo("dotnet",
        [
            "publish", Path.Combine(AppRoot.Find(), "NotifyHub"), "-c", "Release", "--nologo", "-v", "q", "-o", output,
            "-p:Failpoints=true", "-p:RunAnalyzers=false", "--artifacts-path", Path.Combine(_folder, "artifacts"),
        ])) ?? throw new InvalidOperationException("dotnet did not start.");
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(output, "NotifyHub.dll") : throw new InvalidOperationException("The test build failed.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
