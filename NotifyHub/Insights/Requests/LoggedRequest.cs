namespace NotifyHub.Insights.Requests;

/// <summary>One request to the API, as developers may see it: no value of its body, no key.</summary>
/// <param name="At">When it was answered.</param>
/// <param name="Method">GET, POST, ...</param>
/// <param name="Path">Without the query.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Code">Of a refusal: the code of the list of errors.</param>
/// <param name="DurationMs">From the first byte to the answer.</param>
/// <param name="Key">Name of the key.</param>
/// <param name="RequestId">X-Request-Id.</param>
/// <param name="Body">Its shape (<see cref="RedactedBody"/>); null when it had none.</param>
public sealed record LoggedRequest(DateTimeOffset At, string Method, string Path, int Status, string? Code, double DurationMs, string Key, string RequestId, string? Body);
