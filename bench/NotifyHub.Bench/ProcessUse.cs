using System.Globalization;

namespace NotifyHub.Bench;

/// <summary>What Linux says of a process.</summary>
public static class ProcessUse
{
    /// <summary>Resident memory in MB.</summary>
    public static double MemoryMb(int pid) =>
        File.ReadLines($"/proc/{pid}/status").Where(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Select(l => double.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).Single();

    /// <summary>CPU seconds of a process, its children, and those of its children that have ended.</summary>
    public static double TreeCpuSeconds(int pid)
    {
        double sum = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                continue;
            }
            try
            {
                var fields = File.ReadAllText($"{folder}/stat").Split(") ")[^1].Split(' ');
                if (id == pid)
                {
                    sum += fields[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture));
                }
                else if (int.Parse(fields[1], CultureInfo.InvariantCulture) == pid)
                {
                    sum += fields[11..13].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture));
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked; its parent has its time now.
            }
        }
        return sum / 100;
    }

    /// <summary>Open files and sockets.</summary>
    public static int Handles(int pid) => Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;

    /// <summary>CPU seconds used so far (user and system; 100 ticks a second).</summary>
    public static double CpuSeconds(int pid)
    {
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
    }
}
