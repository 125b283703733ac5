namespace NotifyHub.Pipeline.Messages;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the body, or <c>?name</c> for a query value.</param>
/// <param name="Code">Stable word for programs.</param>
/// <param name="Message">One sentence for people, with the limit or the allowed values in it.</param>
public sealed record Fault(string Pointer, string Code, string Message);

/// <summary>A request that is not done, for a reason that its caller can understand; nothing of it was stored. The faces show it (the API as a problem of its error catalogue).</summary>
/// <param name="code">A code of <see cref="RefusalCode"/>.</param>
/// <param name="detail">One or two sentences for people, without secrets.</param>
public sealed class RefusedException(string code, string detail) : Exception(detail)
{
    /// <summary>Stable word for programs.</summary>
    public string Code { get; } = code;

    /// <summary>Every fault found, not the first.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>When a repeat may succeed, null when it can't.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Figures beside the words (actualBytes, maxBytes).</summary>
    public IReadOnlyDictionary<string, long> Figures { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>For a request with faults: when all are of one kind that has its own code, that code, else <see cref="RefusalCode.ValidationFailed"/>.</summary>
    public static RefusedException For(IReadOnlyList<Fault> faults)
    {
        var single = faults.Select(f => f.Code).Distinct(StringComparer.Ordinal).ToList() is [var only] && RefusalCode.OfFields.Contains(only) ? only : null;
        var detail = faults.Count == 1 ? faults[0].Message : $"{faults.Count} faults; see errors.";
        return new RefusedException(single ?? RefusalCode.ValidationFailed, detail) { Faults = faults };
    }
}
