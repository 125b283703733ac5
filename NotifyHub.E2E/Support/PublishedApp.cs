using System.Diagnostics;

namespace NotifyHub.E2E.Support;

/// <summary>Publishes the app once for the tests that run it as a process.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notifyhub-app-").FullName;

    /// <summary>The published NotifyHub.dll.</summary>
    public string Dll => Path.Combine(_folder, "NotifyHub.dll");

    public async Task InitializeAsync()
    {
        var project = Path.Combine(AppRoot.Find(), "NotifyHub");
#if DEBUG
        const string configuration = "Debug";
#else
        const string configuration = "Release";
#endif
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", project, "-c", configuration, "--no-build", "--nologo", "-v", "q", "-o", _folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var output = publish.StandardOutput.ReadToEndAsync();
        var errors = publish.StandardError.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, await output + await errors);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
