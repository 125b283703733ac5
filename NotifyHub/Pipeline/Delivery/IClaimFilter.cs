using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>What a claim may take of one project.</summary>
/// <param name="Rows">Most rows; 0 leaves them where they are, so that what is blocked never stands before what is not.</param>
/// <param name="Until">When to ask again; null when a change wakes the worker (WorkSignal) or nothing limits.</param>
internal readonly record struct ClaimAllowance(int Rows, DateTimeOffset? Until)
{
    /// <summary>As many as there is room for.</summary>
    public static ClaimAllowance Any { get; } = new(int.MaxValue, null);
}

/// <summary>Asked for each waiting project before a claim: quarantine, limits, paused credentials. Answers from memory, at once.</summary>
internal interface IClaimFilter
{
    /// <summary>What may be claimed now.</summary>
    ClaimAllowance Allow(ProviderKind provider, long projectId, DateTimeOffset now);

    /// <summary>So many were claimed: they are on their way to a hand.</summary>
    void Claimed(ProviderKind provider, long projectId, int rows)
    {
    }

    /// <summary>One of them came to a hand.</summary>
    void Arrived(ProviderKind provider, long projectId)
    {
    }
}
