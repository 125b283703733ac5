namespace NotifyHub.Reminders;

/// <summary>How often a task comes back.</summary>
public enum TaskRecurrence { None = 0, Daily = 1, Weekly = 2, Monthly = 3, Yearly = 4 }

/// <summary>Their names on the wire and in the row.</summary>
public static class TaskRecurrences
{
    /// <summary>All names: none, daily, weekly, monthly, yearly.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<TaskRecurrence>().Select(name => name.ToLowerInvariant())];

    /// <summary>The name of one.</summary>
    public static string Wire(this TaskRecurrence recurrence) => Names[(int)recurrence];

    /// <summary>From a name; none for whatever is no name.</summary>
    public static TaskRecurrence Read(string? name) => name is not null && Names.Contains(name) ? Enum.Parse<TaskRecurrence>(name, ignoreCase: true) : TaskRecurrence.None;
}
