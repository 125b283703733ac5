using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Pipeline.Channels.Push;

/// <summary>What a message looks like to a vendor, without sending it.</summary>
public sealed class PushRenderer(IEnumerable<IPushProvider> providers)
{
    private readonly Dictionary<string, IPushProvider> _providers = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>Bytes of the translated payload and the vendor's maximum.</summary>
    public PayloadSize Measure(ProviderKind provider, PushMessage message, string messageId) => Of(provider).Measure(message, messageId);

    /// <summary>The payload as indented JSON, for the dashboard.</summary>
    public string Preview(ProviderKind provider, PushMessage message, string messageId) => Of(provider).Preview(message, messageId);

    /// <summary>Finds what a raw override for this vendor may not say.</summary>
    public void CheckOverride(ProviderKind provider, JsonObject patch, string pointer, FaultList faults) => Of(provider).CheckOverride(patch, pointer, faults);

    private IPushProvider Of(ProviderKind provider) => _providers[provider.Wire()];
}
