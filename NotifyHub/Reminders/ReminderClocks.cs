using NotifyHub.Calendar;
using NotifyHub.Data.Rows;
using NotifyHub.Digests;

namespace NotifyHub.Reminders;

/// <summary>Whose clock it is for a person.</summary>
internal static class ReminderClocks
{
    /// <summary>Their own zone, else the project's; the hour of the project's digests, else <see cref="ReminderPlan.UsualHour"/>.</summary>
    public static ReminderClock Of(Person person, Project project) =>
        new(WallClock.ZoneOf(person.TimeZone, project.TimeZone), DigestWish.HourOf(project.PolicySettings) ?? ReminderPlan.UsualHour);
}
