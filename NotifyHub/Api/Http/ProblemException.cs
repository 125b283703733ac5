namespace NotifyHub.Api.Http;

/// <summary>Ends a request with a problem of the catalogue, from places that have no answer of their own to return (binding, key check, idempotency).</summary>
public sealed class ProblemException(ProblemType type, string detail) : Exception(detail)
{
    /// <summary>Which of the catalogue.</summary>
    public ProblemType Type { get; } = type;

    /// <summary>Every fault found.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Answered as Retry-After, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Answered as further members.</summary>
    public IReadOnlyDictionary<string, long> Figures { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>A stage's refusal, by its code.</summary>
    public static ProblemException From(RefusedException refused) =>
        new(Problems.All[refused.Code], refused.Message) { Faults = refused.Faults, RetryAfter = refused.RetryAfter, Figures = refused.Figures };
}
