using System.Diagnostics;

namespace NotifyHub.Bench;

/// <summary>A Release publish in a folder of its own.</summary>
public static class Published
{
    public static string App()
    {
        var folder = Directory.CreateTempSubdirectory("notifyhub-bench-").FullName;
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(AppRoot.Find(), "NotifyHub"), "-c", "Release", "--nologo", "-v", "q", "-o", folder]))!;
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(folder, "NotifyHub.dll") : throw new InvalidOperationException("publish failed");
    }
}
