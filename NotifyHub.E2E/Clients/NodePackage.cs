using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NotifyHub.E2E.Clients;

/// <summary>
/// A package of the npm registry under node: installed by its lock file into a cache folder of the user, once. npm comes from the machine (test.sh installs it);
/// node is the one that Playwright brings, so that it is new enough for the package on any distribution.
/// </summary>
internal sealed class NodePackage
{
    private readonly string _folder;

    private NodePackage(string folder) => _folder = folder;

    /// <summary>Installs what a folder of this project asks for.</summary>
    public static async Task<NodePackage> InstallAsync(string name)
    {
        var source = Path.Combine(AppRoot.Find(), "NotifyHub.E2E", "Clients", name);
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(source, "package-lock.json"))))[..16];
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "notifyhub-tests", $"{name}-{wanted}");
        Directory.CreateDirectory(cache);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(cache, Path.GetFileName(file)), overwrite: true);
        }
        var done = Path.Combine(cache, "installed");
        if (!File.Exists(done))
        {
            var (code, output) = await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cache, "", new Dictionary<string, string>(StringComparer.Ordinal));
            Assert.True(code == 0, $"npm could not install {name} (is npm there?):\n{output}");
            await File.WriteAllTextAsync(done, "");
        }
        return new NodePackage(cache);
    }

    /// <summary>The text of an installed file.</summary>
    public Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_folder, file));

    /// <summary>Runs a script of the folder; gives what it printed.</summary>
    public async Task<string> RunAsync(string script, IReadOnlyList<string> arguments, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var (code, output) = await RunAsync(Node(), [script, .. arguments], _folder, input, environment ?? new Dictionary<string, string>(StringComparer.Ordinal));
        Assert.True(code == 0, output);
        return output;
    }

    private static string Node()
    {
        var machine = (OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : "win32") + (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");
        var path = Path.Combine(AppContext.BaseDirectory, ".playwright", "node", machine, OperatingSystem.IsWindows() ? "node.exe" : "node");
        Assert.True(File.Exists(path), $"Playwright's node is not at {path}.");
        return path;
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string folder, string input, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        var told = await errors;
        return (process.ExitCode, process.ExitCode == 0 ? await output : $"{program} ended with {process.ExitCode}:\n{await output}\n{told}");
    }
}
