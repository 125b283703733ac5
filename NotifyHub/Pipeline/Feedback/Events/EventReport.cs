using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Feedback.Events;

/// <summary>Something that happened in the app.</summary>
public sealed record EventReport
{
    /// <summary>The app's own id, 1 to 128 characters: the event is kept once, however often it is reported.</summary>
    public string? Id { get; init; }
    /// <summary>What happened, 1 to 128 characters, such as order_placed.</summary>
    public string? Name { get; init; }
    /// <summary>Another word for name; one of the two is needed. "error" makes it an error.</summary>
    public string? Kind { get; init; }
    /// <summary>When, by the device's clock; never counted as later than now.</summary>
    public required DateTimeOffset Timestamp { get; init; }
    /// <summary>The app's session, 1 to 128 characters; it ties the event to the pushes that the session acked.</summary>
    public string? SessionId { get; init; }
    /// <summary>The app's own id of its user, 1 to 128 characters.</summary>
    public string? UserId { get; init; }
    /// <summary>The device, 1 to 128 characters; our own id (dev_...) lets an event find the pushes before it.</summary>
    public string? DeviceId { get; init; }
    /// <summary>debug, info, warning, error or fatal.</summary>
    public EventLevel? Level { get; init; }
    /// <summary>What went wrong, text or object, at most 16 KB; makes it an error.</summary>
    public JsonNode? Error { get; init; }
    /// <summary>What led here, at most 100; those of type push with data.msgId tie the event to that message, the rest is not kept.</summary>
    public IReadOnlyList<EventBreadcrumb>? Breadcrumbs { get; init; }
    /// <summary>Anything else, at most 16 KB.</summary>
    public JsonObject? Props { get; init; }

    private const int LongestJson = 16 * 1024, MostBreadcrumbs = 100;

    /// <summary>The one of name and kind that was given.</summary>
    internal string What => Name ?? Kind ?? "";

    /// <summary>Whether something went wrong.</summary>
    internal bool IsError => Level is EventLevel.Error or EventLevel.Fatal || Kind == "error" || (Error is not null && Error.GetValueKind() != System.Text.Json.JsonValueKind.False);

    /// <summary>Deliveries that breadcrumbs name, each once; what is no delivery's id names nothing.</summary>
    internal IEnumerable<long> Named =>
        (Breadcrumbs ?? []).Where(crumb => crumb.Type == "push")
            .Select(crumb => crumb.Data?["msgId"] is JsonValue value && value.TryGetValue<string>(out var text) && RowId.TryParse(RowId.Delivery, text, out var id) ? id : 0L)
            .Where(id => id > 0).Distinct();

    /// <summary>Limits of the fields.</summary>
    internal void Check(string pointer, FaultList faults)
    {
        faults.Length($"{pointer}/id", Id, 128);
        faults.Length($"{pointer}/name", Name, 128);
        faults.Length($"{pointer}/kind", Kind, 128);
        faults.Length($"{pointer}/sessionId", SessionId, 128);
        faults.Length($"{pointer}/userId", UserId, 128);
        faults.Length($"{pointer}/deviceId", DeviceId, 128);
        if (Name is null && Kind is null)
        {
            faults.Add($"{pointer}/name", "required", "name is required (or kind).");
        }
        Json($"{pointer}/error", Error, faults);
        Json($"{pointer}/props", Props, faults);
        if (Breadcrumbs?.Count > MostBreadcrumbs)
        {
            faults.Add($"{pointer}/breadcrumbs", "too_many", $"{Breadcrumbs.Count} breadcrumbs; at most {MostBreadcrumbs} are allowed.");
        }
    }

    private static void Json(string pointer, JsonNode? value, FaultList faults)
    {
        if (value is not null && Encoding.UTF8.GetByteCount(value.ToJsonString()) is var bytes && bytes > LongestJson)
        {
            faults.Add(pointer, "too_long", $"It has {bytes} bytes of JSON; at most {LongestJson} are allowed.");
        }
    }
}

/// <summary>One thing that led to an event.</summary>
public sealed record EventBreadcrumb
{
    /// <summary>push for a message that was shown or opened; every other is passed over.</summary>
    public required string Type { get; init; }
    /// <summary>Of push: msgId, the notifyhub_msg_id of the message.</summary>
    public JsonObject? Data { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset? Timestamp { get; init; }
    /// <summary>In words.</summary>
    public string? Message { get; init; }
    /// <summary>The app's own grouping.</summary>
    public string? Category { get; init; }
    /// <summary>debug, info, warning, error or fatal.</summary>
    public EventLevel? Level { get; init; }
}
