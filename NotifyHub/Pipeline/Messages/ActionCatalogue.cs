using System.Collections.Frozen;

namespace NotifyHub.Pipeline.Messages;

/// <summary>
/// Buttons that apps need not spell out: categories with their actions, and which category a task's state calls for.
/// The category goes out as APNs' category, Android's click action and Expo's category id; the buttons as every vendor carries them.
/// </summary>
public static class ActionCatalogue
{
    private static readonly PushAction Edit = new("edit", "Edit"), Complete = new("complete", "Complete"), Cancel = new("cancel", "Cancel", IsDestructive: true),
        MarkInProgress = new("mark_in_progress", "In progress");

    /// <summary>Categories and their buttons, in the order in which they are shown.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<PushAction>> Categories { get; } = new Dictionary<string, IReadOnlyList<PushAction>>(StringComparer.Ordinal)
    {
        ["TASK_ACTIONABLE"] = [Edit, Complete, Cancel, MarkInProgress],
        ["TASK_IN_PROGRESS"] = [Edit, Complete, Cancel],
        ["TASK_CANCELLED"] = [Edit],
        ["TASK_COMPLETED"] = [Edit],
    }.ToFrozenDictionary();

    /// <summary>A task's state to its category.</summary>
    public static IReadOnlyDictionary<string, string> States { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["dueSoon"] = "TASK_ACTIONABLE",
        ["overdue"] = "TASK_ACTIONABLE",
        ["inProgress"] = "TASK_IN_PROGRESS",
        ["cancelled"] = "TASK_CANCELLED",
        ["completed"] = "TASK_COMPLETED",
    }.ToFrozenDictionary();

    /// <summary>The category of a state; null for none and for an unknown one.</summary>
    public static string? CategoryOf(string? state) => state is not null && States.TryGetValue(state, out var category) ? category : null;

    /// <summary>The buttons of a category; none for one that only the app knows.</summary>
    public static IReadOnlyList<PushAction> ActionsOf(string? category) => category is not null && Categories.TryGetValue(category, out var actions) ? actions : [];
}
