using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers;

/// <summary>What every vendor's outcome has in common.</summary>
internal static class VendorOutcome
{
    /// <summary>An outcome of an answer: its status, wait and redacted body.</summary>
    public static ProviderOutcome Of(OutcomeKind kind, string? code, VendorAnswer answer, DateTimeOffset now, params ReadOnlySpan<string?> secrets) => new(kind)
    {
        Status = answer.Status,
        Code = code,
        RetryAfter = answer.Headers is { } headers ? RetryAfterHeader.Read(headers, now) : null,
        Body = VendorText.Body(answer.Body, secrets),
    };

    /// <summary>Our word for a status whose body says nothing.</summary>
    public static string StatusCode(int? status) => $"http_{status}";
}
