using System.Text.Json;

namespace NotifyHub.Sandbox.Phones;

/// <summary>Keeps the fleet in a folder, so that the devices a hub knows are still there after a restart. Without a folder it keeps nothing.</summary>
internal sealed class PhoneStore(string? folder)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly Lock _gate = new();

    public IReadOnlyList<SavedPhone> Load()
    {
        var path = PathOf();
        return path is not null && File.Exists(path) ? JsonSerializer.Deserialize<List<SavedPhone>>(File.ReadAllText(path), Shape) ?? [] : [];
    }

    public void Save(IEnumerable<SavedPhone> phones)
    {
        if (PathOf() is not { } path)
        {
            return;
        }

        lock (_gate)
        {
            Directory.CreateDirectory(folder!);
            var aside = path + ".new";
            File.WriteAllText(aside, JsonSerializer.Serialize(phones, Shape));
            File.Move(aside, path, overwrite: true);
        }
    }

    private string? PathOf() => folder is null ? null : Path.Combine(folder, "phones.json");
}
