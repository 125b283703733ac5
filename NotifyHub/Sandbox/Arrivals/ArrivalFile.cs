using System.Text.Json;

namespace NotifyHub.Sandbox.Arrivals;

/// <summary>Appends arrivals as JSON lines. Each line has left the process before the vendor's answer does, so a checker that compares the two never sees an answer without its line.</summary>
internal sealed class ArrivalFile : IDisposable
{
    private static readonly byte[] NewLine = [(byte)'\n'];
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    public ArrivalFile(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);

    public void Append(Arrival arrival)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(arrival, JsonSerializerOptions.Web), .. NewLine];
        lock (_gate)
        {
            _file.Write(line);
            _file.Flush();
        }
    }

    public void Dispose() => _file.Dispose();
}
