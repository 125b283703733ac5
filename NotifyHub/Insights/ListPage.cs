namespace NotifyHub.Insights;

/// <summary>Where a page of a list begins. Lists run from new to old by id.</summary>
/// <param name="Before">Rows older than this id; null from the newest.</param>
/// <param name="After">Rows newer than this id, the ones next to it; wins over <paramref name="Before"/>.</param>
public readonly record struct ListCursor(long? Before = null, long? After = null);

/// <summary>A page of a list, newest first.</summary>
/// <typeparam name="T">Row.</typeparam>
public sealed record ListPage<T>(IReadOnlyList<T> Items)
{
    /// <summary>Cursor of the newer page, null on the first.</summary>
    public ListCursor? Newer { get; init; }

    /// <summary>Cursor of the older page, null on the last.</summary>
    public ListCursor? Older { get; init; }

    /// <summary>
    /// Set when the search stopped at this moment because it had looked at enough rows; <see cref="Older"/> then goes on from there.
    /// So a rare match in a large table costs many short searches, never one long one.
    /// </summary>
    public DateTimeOffset? SearchedBackTo { get; init; }
}
