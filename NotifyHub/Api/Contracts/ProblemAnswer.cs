namespace NotifyHub.Api.Contracts;

/// <summary>A failure, as RFC 9457 describes.</summary>
/// <param name="Type">Where this kind of failure is explained.</param>
/// <param name="Title">The kind of failure in words.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable word for programs.</param>
/// <param name="Detail">This occurrence in words.</param>
/// <param name="RequestId">Names the request in the operator's log.</param>
public sealed record ProblemAnswer(string Type, string Title, int Status, string Code, string Detail, string RequestId)
{
    /// <summary>Every fault of the request, not the first; left out when it is not about fields.</summary>
    public IReadOnlyList<ProblemFault>? Errors { get; init; }
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Pointer">JSON pointer into the body, or ?name of a query value.</param>
/// <param name="Code">Stable word for programs.</param>
/// <param name="Message">One sentence with the limit or the allowed values in it.</param>
public sealed record ProblemFault(string Pointer, string Code, string Message);
