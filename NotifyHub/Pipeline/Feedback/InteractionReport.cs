using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Feedback;

/// <summary>What a device says about a delivery.</summary>
public record InteractionReport
{
    /// <summary>received, opened, dismissed, action or reply.</summary>
    public required InteractionKind EventType { get; init; }
    /// <summary>Of action: which button; 1 to 64 characters.</summary>
    public string? ActionId { get; init; }
    /// <summary>Of reply: the text, at most 4000 characters.</summary>
    public string? ReplyText { get; init; }
    /// <summary>The app's session, for downstream impact; 1 to 128 characters.</summary>
    public string? SessionId { get; init; }
    /// <summary>When it happened by the device's clock; never counted as later than now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Limits of the fields.</summary>
    internal void Check(string pointer, FaultList faults)
    {
        faults.Length($"{pointer}/actionId", ActionId, 64);
        faults.Length($"{pointer}/replyText", ReplyText, 4000, min: 0);
        faults.Length($"{pointer}/sessionId", SessionId, 128);
        if (EventType == InteractionKind.Action && ActionId is null)
        {
            faults.Add($"{pointer}/actionId", "required", "actionId is required for an action.");
        }
    }
}
