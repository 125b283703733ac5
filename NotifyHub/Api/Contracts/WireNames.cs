using System.Text.Json;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Api.Contracts;

/// <summary>Names of enums on the wire.</summary>
internal static class WireNames
{
    private static readonly Dictionary<DeliveryStatus, string> Statuses =
        Enum.GetValues<DeliveryStatus>().ToDictionary(s => s, s => JsonNamingPolicy.CamelCase.ConvertName(s.ToString()));

    /// <summary>queued, sent, ...</summary>
    public static string Of(DeliveryStatus status) => Statuses[status];

    /// <summary>send, suppress, delayUntil, ...</summary>
    public static string Of(PolicyVerb verb) => JsonNamingPolicy.CamelCase.ConvertName(verb.ToString());

    /// <summary>A filter's value; null when not given.</summary>
    /// <exception cref="RefusedException">An unknown one: the message lists the known.</exception>
    public static DeliveryStatus? Status(string? wire)
    {
        var faults = new FaultList();
        faults.OneOf("?status", wire, [.. Statuses.Values]);
        faults.ThrowIfAny();
        return wire is null ? null : Statuses.First(s => s.Value == wire).Key;
    }

    /// <summary>A filter's value; null when not given.</summary>
    /// <exception cref="RefusedException">An unknown one: the message lists the known.</exception>
    public static ProviderKind? Provider(string? wire, IReadOnlyList<ProviderKind>? among = null)
    {
        if (wire is null)
        {
            return null;
        }
        var faults = new FaultList();
        if (!ProviderNames.TryParse(wire, among ?? ProviderNames.All, out var provider))
        {
            faults.OneOf("?provider", wire, [.. (among ?? ProviderNames.All).Select(p => p.Wire())]);
        }
        faults.ThrowIfAny();
        return provider;
    }
}
