using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace NotifyHub.Bench;

/// <summary>Prints lines of a Markdown report and keeps them.</summary>
public sealed class Report(string? file)
{
    private readonly StringBuilder _text = new();

    public void Head(BenchPlan plan)
    {
        Line($"# Bench of {DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC");
        Line($"`dotnet run -c Release --project bench/NotifyHub.Bench -- {plan.Line}` on {Environment.ProcessorCount} cores shared by the hub, the twins and the generator (and PostgreSQL, where it is the engine); {RuntimeInformation.OSDescription.Split(' ')[0]}, .NET {Environment.Version}; every commit on disk before it is answered (SQLite synchronous=FULL, PostgreSQL fsync=on, shared_buffers=1GB, max_wal_size=4GB). Ratios are taken in this one run. Load before it: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}.");
    }

    public void Section(string title)
    {
        Line("");
        Line($"## {title}");
    }

    public void Line(string text)
    {
        Console.WriteLine(text);
        _text.AppendLine(text);
    }

    public void Save()
    {
        if (file is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            File.WriteAllText(file, _text.ToString());
        }
    }

    public static string N(double value, string format = "N0") => value.ToString(format, CultureInfo.InvariantCulture);
}
