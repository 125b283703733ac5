using System.Text.Json.Nodes;
using NotifyHub.Audience.People;
using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Contracts;

/// <summary>A user of the project.</summary>
/// <param name="UserId">The app's own id.</param>
/// <param name="Email">Mail address.</param>
/// <param name="Phone">Phone number.</param>
/// <param name="Name">Name.</param>
/// <param name="Locale">Language tag.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Traits">The app's own.</param>
/// <param name="FingerprintHex">64 hex characters.</param>
/// <param name="Channels">Addresses of further channels.</param>
/// <param name="CreatedAt">When the hub first heard of them.</param>
/// <param name="UpdatedAt">Last change.</param>
public sealed record UserAnswer(
    string UserId, string? Email, string? Phone, string? Name, string? Locale, string? Timezone, JsonNode? Traits, string? FingerprintHex, PersonChannels? Channels, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static UserAnswer From(Person row) => new(
        row.UserId, row.Email, row.Phone, row.Name, row.Locale, row.TimeZone, row.Traits is null ? null : JsonNode.Parse(row.Traits), row.FingerprintHex, ChannelsJson.Read(row.Channels), row.CreatedAt, row.UpdatedAt);
}

/// <summary>What a bulk request put.</summary>
/// <param name="Upserted">Users made or replaced: all that were sent.</param>
public sealed record UserBatchAnswer(int Upserted);

/// <summary>An erasure.</summary>
/// <param name="Id">What stands in the audit log and nowhere else.</param>
/// <param name="State">running or finished.</param>
/// <param name="Devices">Devices retired and forgotten so far.</param>
/// <param name="Cancelled">Deliveries that had not left and will not, so far.</param>
/// <param name="Deliveries">Deliveries that remain as tombstones, so far.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record ErasureAnswer(string Id, string State, int Devices, int Cancelled, int Deliveries, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    internal static ErasureAnswer From(Erasure row) => new(
        RowId.Format(RowId.Erasure, row.Id), row.FinishedAt is null ? "running" : "finished", row.Devices, row.Cancelled, row.Deliveries, row.CreatedAt, row.FinishedAt);
}
