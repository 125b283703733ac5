using System.Text.Json;

namespace NotifyHub.Torture;

/// <summary>What happened, in order, as JSON lines; nowhere when no file is asked for.</summary>
public sealed class History : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter? _file;

    public History(string? path) => _file = path is null ? null : new StreamWriter(path);

    /// <summary>Notes an event.</summary>
    public void Note(string what, object detail)
    {
        if (_file is null)
        {
            return;
        }
        var line = JsonSerializer.Serialize(new { at = TimeProvider.System.GetUtcNow(), what, detail }, JsonSerializerOptions.Web);
        lock (_gate)
        {
            _file.WriteLine(line);
        }
    }

    public void Dispose() => _file?.Dispose();
}
