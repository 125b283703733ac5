using System.Globalization;

namespace NotifyHub.Sandbox.Faults;

/// <summary>What can go wrong on the way to a vendor, or in its answer.</summary>
public enum FaultKind
{
    /// <summary>An HTTP status in the vendor's own error shape.</summary>
    Status,
    /// <summary>A pause, then whatever comes next.</summary>
    Slow,
    /// <summary>The request is read, nothing is ever answered, and the stream is cut in the end.</summary>
    Hang,
    /// <summary>The message is taken, but the answer comes late: after a client's timeout this is a success that looks like a failure.</summary>
    Late,
    /// <summary>This one exchange is cut: the stream on HTTP/2, the connection on HTTP/1.1.</summary>
    Reset,
    /// <summary>The whole connection is cut, with every exchange on it.</summary>
    Drop,
    /// <summary>The message is taken and the connection then asks to be left (GOAWAY on HTTP/2).</summary>
    GoAway,
    /// <summary>A success status with an answer that no vendor would give.</summary>
    Junk,
}

/// <summary>One scripted fault.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Status">HTTP status of <see cref="FaultKind.Status"/>, 300 to 599; 200 for vendors that refuse with it.</param>
/// <param name="RetryAfter">How the Retry-After header reads; null leaves it out.</param>
/// <param name="Reason">The vendor's word (<c>BadTopic</c>, <c>THIRD_PARTY_AUTH_ERROR</c>) or, for junk, its sort.</param>
/// <param name="Seconds">Length of slow, hang and late.</param>
/// <param name="Age">How long ago a dead token died, in seconds (APNs 410 carries the instant).</param>
/// <param name="Times">Calls that it applies to; null means every call.</param>
public sealed record ScriptedFault(FaultKind Kind, int Status = 0, RetryAfter? RetryAfter = null, string? Reason = null, int Seconds = 0, int Age = 0, int? Times = null);

/// <summary>The forms of Retry-After that a client must bear.</summary>
/// <param name="Form">Integer seconds or an HTTP date.</param>
/// <param name="Seconds">Distance from now; negative values are nonsense on purpose.</param>
public sealed record RetryAfter(RetryAfterForm Form, long Seconds)
{
    /// <summary>The header's value at this instant.</summary>
    public string ToHeader(DateTimeOffset now) => Form == RetryAfterForm.Date
        ? now.AddSeconds(Seconds).ToString("R", CultureInfo.InvariantCulture)
        : Seconds.ToString(CultureInfo.InvariantCulture);
}

/// <summary>RFC 9110, 10.2.3: delay-seconds or HTTP-date.</summary>
public enum RetryAfterForm { Seconds, Date }
