namespace NotifyHub.Pipeline.Intake;

/// <summary>Limits at the door. Section <c>NotifyHub:Limits</c>.</summary>
public sealed class IntakeOptions
{
    /// <summary>Sends to one device in any minute, 1 to 100000000. Key: NotifyHub:Limits:DevicePerMinute.</summary>
    public int DevicePerMinute { get; set; } = 60;
}
