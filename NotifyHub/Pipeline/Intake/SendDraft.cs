using NotifyHub.Audience.Devices;

namespace NotifyHub.Pipeline.Intake;

/// <summary>A send that passed every check and is not stored.</summary>
/// <param name="Target">Whom it names.</param>
/// <param name="Devices">What is known of them, in the target's order.</param>
/// <param name="Content">What goes out.</param>
/// <param name="DueAt">Not before this.</param>
/// <param name="ExpiresAt">Not after this.</param>
internal readonly record struct SendDraft(SendTarget Target, DeviceFacts[] Devices, SendContent Content, DateTimeOffset DueAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>What goes out to whoever reads no language of its own.</summary>
    public PushMessage Message => Content.Message;

    /// <summary>Of a send by each recipient's clock: one for each device; <see cref="DueAt"/> is the first of them.</summary>
    public DateTimeOffset[]? Dues { get; init; }

    /// <summary>When the i-th goes.</summary>
    public DateTimeOffset DueOf(int i) => Dues?[i] ?? DueAt;
}
