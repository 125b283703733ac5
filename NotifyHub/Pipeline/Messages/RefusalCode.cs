namespace NotifyHub.Pipeline.Messages;

/// <summary>Codes of requests that a stage refuses. The API's catalogue gives each its status and title; a test holds the two together.</summary>
public static class RefusalCode
{
    /// <summary>Fields are wrong; see the faults.</summary>
    public const string ValidationFailed = "validation_failed";
    /// <summary>The <c>to</c> of a send has a form that this version does not know.</summary>
    public const string InvalidTarget = "invalid_target";
    /// <summary>No such device in this project.</summary>
    public const string UnknownDevice = "unknown_device";
    /// <summary>No such template in this project, or no such version of it.</summary>
    public const string UnknownTemplate = "unknown_template";
    /// <summary>No such segment in this project.</summary>
    public const string UnknownSegment = "unknown_segment";
    /// <summary>More than 100 devices in one send, or more items than a bulk route takes.</summary>
    public const string BatchTooLarge = "batch_too_large";
    /// <summary>A vendor would refuse the translated payload for its size.</summary>
    public const string PayloadTooLarge = "payload_too_large";
    /// <summary>More than 60 sends a minute to one device.</summary>
    public const string DeviceRateLimited = "device_rate_limited";
    /// <summary>As many deliveries wait as the hub takes.</summary>
    public const string QueueFull = "queue_full";
    /// <summary>An image that is not a plain https address.</summary>
    public const string ImageUrlNotAllowed = "image_url_not_allowed";
    /// <summary>More buttons than platforms show.</summary>
    public const string TooManyActions = "too_many_actions";
    /// <summary>A key that the hub or a vendor keeps for itself.</summary>
    public const string ReservedKey = "reserved_key";
    /// <summary>No such thing in this project.</summary>
    public const string NotFound = "not_found";
    /// <summary>The thing is in a state that does not allow this.</summary>
    public const string StateConflict = "state_conflict";
    /// <summary>A credential whose last probe failed is not activated unless forced.</summary>
    public const string VerdictSaysNo = "verdict_says_no";
    /// <summary>A push endpoint that this installation does not call.</summary>
    public const string EndpointNotAllowed = "endpoint_not_allowed";

    /// <summary>Codes that a fault of a field may carry and that then name the whole problem.</summary>
    internal static readonly HashSet<string> OfFields = new(StringComparer.Ordinal)
    {
        InvalidTarget, UnknownDevice, UnknownTemplate, UnknownSegment, BatchTooLarge, ImageUrlNotAllowed, TooManyActions, ReservedKey, EndpointNotAllowed,
    };
}
