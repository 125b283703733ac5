namespace NotifyHub.Pipeline.Intake;

/// <summary>Limits at the door. Section <c>NotifyHub:Limits</c>.</summary>
public sealed class IntakeOptions
{
    /// <summary>Sends to one device in any minute, 1 to 100000000. Key: NotifyHub:Limits:DevicePerMinute.</summary>
    public int DevicePerMinute { get; set; } = 60;

    /// <summary>Deliveries that may wait, scheduled ones included, 1000 to 1000000000; beyond it sends are refused with 503 and Retry-After. Key: NotifyHub:Limits:Queue.</summary>
    public int Queue { get; set; } = 10_000_000;
}
