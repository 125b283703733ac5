namespace NotifyHub.Pipeline.Feedback;

/// <summary>How long history is kept. Section <c>NotifyHub:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days that attempts (calls to vendors with their answers) are kept, 1 to 3650. Key: NotifyHub:Retention:AttemptDays.</summary>
    public int AttemptDays { get; set; } = 30;
    /// <summary>Days that app events are kept, 1 to 3650. Key: NotifyHub:Retention:EventDays.</summary>
    public int EventDays { get; set; } = 90;
}
