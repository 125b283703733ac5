using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>A request's fields in order, as MiPush gets them: an HTML form.</summary>
internal sealed class MiPushForm
{
    private readonly List<(string Name, string Value)> _fields = [];

    /// <summary>Sets a field; null leaves it out.</summary>
    public void Set(string name, string? value)
    {
        var at = _fields.FindIndex(f => f.Name == name);
        if (at >= 0) _fields.RemoveAt(at);
        if (value is not null) _fields.Insert(at >= 0 ? at : _fields.Count, (name, value));
    }

    /// <summary>Changes what an override names: text stays text, anything else becomes its compact JSON, null removes the field.</summary>
    public void Merge(JsonObject patch)
    {
        foreach (var (name, value) in patch)
            Set(name, value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString(PayloadJson.Compactly));
    }

    /// <summary>A field's value, or null.</summary>
    public string? Get(string name) => _fields.Find(f => f.Name == name).Value;

    /// <summary>As it goes out (application/x-www-form-urlencoded).</summary>
    public ReadOnlyMemory<byte> ToWire() =>
        Encoding.ASCII.GetBytes(string.Join('&', _fields.Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value)}")));

    /// <summary>As people read it.</summary>
    public ReadOnlyMemory<byte> ToJson() => PayloadJson.Write(json =>
    {
        foreach (var (name, value) in _fields) json.WriteString(name, value);
    });
}
