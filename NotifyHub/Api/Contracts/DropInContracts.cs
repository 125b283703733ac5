using System.Text.Json.Serialization;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Contracts;

/// <summary>A token as existing apps register it.</summary>
public sealed record DropInRequest
{
    /// <summary>The vendor's token.</summary>
    [JsonPropertyName("registration_id")]
    public required string RegistrationId { get; init; }
    /// <summary>The app's own id of this installation, 1 to 128 characters: with it, a rotated token keeps the device.</summary>
    [JsonPropertyName("device_id")]
    public string? DeviceId { get; init; }
    /// <summary>The app's own id of its user, 1 to 128 characters. Server keys only.</summary>
    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }
    /// <summary>False forgets the token.</summary>
    public bool? Active { get; init; }
}

/// <summary>Answer to an existing app.</summary>
/// <param name="Id">The device: what a send names.</param>
/// <param name="DeviceId">As it was given.</param>
/// <param name="Active">As it was given.</param>
/// <param name="DateCreated">First registration.</param>
public sealed record DropInAnswer(
    string Id, [property: JsonPropertyName("device_id")] string? DeviceId, bool Active, [property: JsonPropertyName("date_created")] DateTimeOffset DateCreated)
{
    internal static DropInAnswer From(RegisteredDevice device, string? deviceId, bool isActive) => new(RowId.Format(RowId.Device, device.Id), deviceId, isActive, device.CreatedAt);

    /// <summary>What this wire calls a field of a registration.</summary>
    internal static string NameOf(string pointer) => pointer switch
    {
        "/token" => "/registration_id",
        "/installationId" => "/device_id",
        "/userId" => "/user_id",
        _ => pointer,
    };
}
