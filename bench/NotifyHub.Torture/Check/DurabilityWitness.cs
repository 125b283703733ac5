using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyHub.E2E.Support;

namespace NotifyHub.Torture.Check;

/// <summary>
/// Watches the system calls of one accept with strace: the write-ahead log is synced to disk before the first byte of the 202 leaves.
/// Breaks when somebody sets <c>synchronous</c> to NORMAL or OFF, or answers before the commit.
/// </summary>
public sealed partial class DurabilityWitness(string dll)
{
    private static readonly TimeSpan AttachLimit = TimeSpan.FromSeconds(20);

    /// <summary>The verdict.</summary>
    public async Task<(string Report, bool Holds)> RunAsync(CancellationToken cancel)
    {
        await using var hub = await HubUnderLoad.StartAsync(dll, quick: false, new Dictionary<string, string>(StringComparer.Ordinal), cancel);
        var device = await hub.AddPhoneAsync("ios", cancel);
        await AcceptAsync(hub, device, cancel);
        var log = Path.Combine(hub.Folder, "strace.txt");
        using var strace = Process.Start(new ProcessStartInfo(
            "strace", ["-f", "-y", "-s", "64", "-e", "trace=fsync,fdatasync,pwrite64,read,recvfrom,recvmsg,sendto,sendmsg", "-o", log, "-p", hub.Hub.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("strace did not start.");
        await AttachedAsync(strace, cancel);
        await AcceptAsync(hub, device, cancel);
        using (var end = Process.Start("kill", ["-INT", strace.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await strace.WaitForExitAsync(cancel);
        }
        return Judge(await File.ReadAllLinesAsync(log, cancel));
    }

    /// <summary>
    /// Judges a log: between the request's arrival and the 202 the write-ahead log is written, and then synced. Lines are in the order in
    /// which calls began; a call that waited has its end in a line of its own.
    /// </summary>
    public static (string Report, bool Holds) Judge(IReadOnlyList<string> lines)
    {
        var asked = IndexOf(lines, 0, line => line.Contains("POST /v1/push/send", StringComparison.Ordinal));
        var reply = asked < 0 ? -1 : IndexOf(lines, asked, line => line.Contains("HTTP/1.1 202", StringComparison.Ordinal));
        if (reply < 0)
        {
            return ("witness: no send and its 202 were seen.", false);
        }
        var written = IndexOf(lines, asked, line => WriteOfWal().IsMatch(line));
        var synced = written < 0 ? -1 : IndexOf(lines, written, line => SyncOfWal().IsMatch(line));
        if (synced >= 0 && lines[synced].Contains("unfinished", StringComparison.Ordinal))
        {
            var thread = lines[synced].Split(' ', 2)[0] + " ";
            synced = IndexOf(lines, synced, line => line.StartsWith(thread, StringComparison.Ordinal) && line.Contains("sync resumed", StringComparison.Ordinal));
        }
        return written >= 0 && written < synced && synced < reply
            ? ($"witness: written, synced, then answered.\n  {lines[written]}\n  {lines[synced]}\n  {lines[reply]}", true)
            : ($"witness: the 202 left before the log was synced.\n  {lines[reply]}", false);
    }

    private static int IndexOf(IReadOnlyList<string> lines, int from, Predicate<string> fits)
    {
        for (var i = from; i < lines.Count; i++)
        {
            if (fits(lines[i]))
            {
                return i;
            }
        }
        return -1;
    }

    private static async Task AttachedAsync(Process strace, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(AttachLimit);
        var said = await strace.StandardError.ReadLineAsync(limit.Token);
        if (said is null || !said.Contains("attached", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"strace could not attach: {said}");
        }
    }

    private static async Task AcceptAsync(HubUnderLoad hub, string device, CancellationToken cancel)
    {
        using var answer = await hub.Api.PostAsJsonAsync("/v1/push/send", new JsonObject { ["to"] = device, ["title"] = "Witness" }, cancel);
        answer.EnsureSuccessStatusCode();
    }

    [GeneratedRegex(@"\bpwrite64\(\d+<[^>]*notifyhub\.db-wal>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WriteOfWal();

    [GeneratedRegex(@"\bf(?:data)?sync\(\d+<[^>]*notifyhub\.db-wal>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SyncOfWal();
}
