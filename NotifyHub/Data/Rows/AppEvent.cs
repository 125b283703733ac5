namespace NotifyHub.Data.Rows;

/// <summary>How grave an event is, by the app's own word.</summary>
public enum EventLevel { Debug = 1, Info = 2, Warning = 3, Error = 4, Fatal = 5 }

/// <summary>Something that happened in an app: a screen, a purchase, a crash.</summary>
public sealed class AppEvent : IProjectRow
{
    /// <summary>Wire prefix <c>evt</c>; in the order of arrival.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>The app's own id, by which it may report the event again without harm.</summary>
    public string? ExternalId { get; set; }
    public required string Name { get; set; }
    /// <summary>The device's time, never after <see cref="ReceivedAt"/>.</summary>
    public DateTimeOffset At { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
    public string? SessionId { get; set; }
    public string? UserId { get; set; }
    /// <summary>As the app calls it: our own device id, or another word.</summary>
    public string? DeviceId { get; set; }
    /// <summary>The device's row, where <see cref="DeviceId"/> is our own id.</summary>
    public long? DeviceRef { get; set; }
    public EventLevel? Level { get; set; }
    /// <summary>Its level or its error says that something went wrong.</summary>
    public bool IsError { get; set; }
    /// <summary>JSON, any form.</summary>
    public string? Error { get; set; }
    /// <summary>JSON object.</summary>
    public string? Props { get; set; }
}
