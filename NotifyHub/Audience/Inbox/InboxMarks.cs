using NotifyHub.Data;

namespace NotifyHub.Audience.Inbox;

/// <summary>Marks of changes are ids, which are made before their commit: on several nodes they become visible out of order for a moment.</summary>
public static class InboxMarks
{
    /// <summary>Longer than any commit takes.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    /// <summary>The mark from which nothing that came before this one can be missed.</summary>
    public static long Before(long mark) => Math.Max(0, mark - HubIds.Spread(Overlap));
}
