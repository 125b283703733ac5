namespace NotifyHub.Api.Contracts;

/// <summary>The action catalogue.</summary>
/// <param name="Categories">Categories and their buttons.</param>
/// <param name="States">Which category a task's state calls for.</param>
public sealed record ActionCatalogueAnswer(IReadOnlyList<ActionCategoryItem> Categories, IReadOnlyList<ActionStateItem> States)
{
    internal static ActionCatalogueAnswer Whole { get; } = new(
        [.. ActionCatalogue.Categories.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new ActionCategoryItem(c.Key, [.. c.Value.Select(a => new ActionItem(a.Id, a.Title, a.IsTextInput, a.IsDestructive))]))],
        [.. ActionCatalogue.States.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new ActionStateItem(s.Key, s.Value))]);
}

/// <summary>A category.</summary>
/// <param name="Category">For options.category.</param>
/// <param name="Actions">Its buttons, in the order shown.</param>
public sealed record ActionCategoryItem(string Category, IReadOnlyList<ActionItem> Actions);

/// <summary>A button.</summary>
/// <param name="Id">Comes back with the interaction.</param>
/// <param name="Title">What it says.</param>
/// <param name="IsTextInput">Opens a text field.</param>
/// <param name="IsDestructive">Shown in red where the platform can.</param>
public sealed record ActionItem(string Id, string Title, bool IsTextInput, bool IsDestructive);

/// <summary>A task's state.</summary>
/// <param name="State">For options.taskState.</param>
/// <param name="Category">The category that it calls for.</param>
public sealed record ActionStateItem(string State, string Category);
