using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Devices;

/// <summary>What narrows the list of devices. Null narrows nothing.</summary>
public sealed record DeviceFilter
{
    public ProviderKind? Provider { get; init; }
    public DeviceStatus? Status { get; init; }

    /// <summary>ios, android, web ... as the app registered it.</summary>
    public string? Platform { get; init; }

    /// <summary>The app's own id of its user.</summary>
    public string? UserId { get; init; }

    /// <summary>A device id, the end of a token, an installation or user id, or part of the model.</summary>
    public string? Text { get; init; }
}
