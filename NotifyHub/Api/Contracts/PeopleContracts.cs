using System.Text.Json.Serialization;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Api.Contracts;

/// <summary>Answer to an accepted notification.</summary>
/// <param name="NotificationId">Follow it on /v1/notifications/{id}.</param>
/// <param name="Recipients">People who were named and are known; null for a topic, a segment or the team, whose people are found by the fan-out.</param>
/// <param name="Fanout">running: its deliveries are being written. scheduled: they are written when its time comes, by what people want then.</param>
/// <param name="Unknown">Users who were named and of whom the project knows nothing: they get nothing.</param>
/// <param name="Warning">What is wrong with the type's template for mail: mails are in the generic form then. Left out when nothing is.</param>
public sealed record PeopleAnswer(string NotificationId, int? Recipients, string Fanout, IReadOnlyList<string> Unknown, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Warning = null)
{
    /// <summary>From what was stored.</summary>
    public static PeopleAnswer From(AcceptedPeople accepted) =>
        new(RowId.Format(RowId.Notification, accepted.NotificationId), accepted.Recipients, accepted.IsScheduled ? "scheduled" : "running", accepted.Unknown, accepted.Warning);
}
