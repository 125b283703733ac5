using NotifyHub.Audience.Targets;

namespace NotifyHub.Pipeline.Intake;

/// <summary>A send that passed every check and is not stored.</summary>
/// <param name="Target">Whom it names.</param>
/// <param name="Devices">Them, in the target's order; null when they are more than are answered with tickets.</param>
/// <param name="Content">What goes out.</param>
/// <param name="DueAt">Not before this.</param>
/// <param name="ExpiresAt">Not after this.</param>
internal readonly record struct SendDraft(AudienceTarget Target, IReadOnlyList<TargetDevice>? Devices, SendContent Content, DateTimeOffset DueAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>What goes out to whoever reads no language of its own.</summary>
    public PushMessage Message => Content.Message;

    /// <summary>Of a send by each recipient's clock: one for each device; <see cref="DueAt"/> is the first of them.</summary>
    public DateTimeOffset[]? Dues { get; init; }

    /// <summary>When the i-th goes.</summary>
    public DateTimeOffset DueOf(int i) => Dues?[i] ?? DueAt;
}
