using System.Diagnostics;
using NotifyHub.E2E.Support;

namespace NotifyHub.Torture.Kill;

/// <summary>The data folder, and what the process prints, on a small disk of its own in memory that is filled to the last byte. Needs root.</summary>
public sealed class FullDisk() : Outage(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(1))
{
    private const string Size = "48m";
    private string? _disk;

    private string Ballast => Path.Combine(_disk!, "ballast");

    /// <inheritdoc/>
    public override async Task BeforeAsync(HubNodeProcess node, CancellationToken cancel)
    {
        _disk = Directory.CreateTempSubdirectory("notifyhub-disk-").FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size},mode=0700", "tmpfs", _disk);
        Directory.CreateSymbolicLink(node.DataFolder, _disk);
        node.Process.LogTo(Path.Combine(_disk, "hub.log"));
    }

    /// <inheritdoc/>
    public override async Task AfterAsync(CancellationToken cancel)
    {
        if (_disk is not null)
        {
            await RunAsync("umount", _disk);
            Directory.Delete(_disk);
        }
    }

    /// <inheritdoc/>
    protected override async Task BeginAsync(HubUnderLoad hub, CancellationToken cancel)
    {
        var block = new byte[4096];
        await using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                await file.WriteAsync(block, cancel);
            }
        }
        catch (IOException)
        {
            // The last byte is taken.
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancel)
    {
        File.Delete(Ballast);
        return Task.CompletedTask;
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} ended with {process.ExitCode}: a disk of our own needs root.");
        }
    }
}
