namespace NotifyHub.Api.Http;

/// <summary>One kind of failure that the API answers with.</summary>
/// <param name="Code">Stable word for programs; the <c>code</c> member.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The same for every occurrence (RFC 9457 3.1.3).</param>
/// <param name="Remedy">What a caller can do, shown at the doc link.</param>
public sealed record ProblemType(string Code, int Status, string Title, string Remedy)
{
    /// <summary>The <c>type</c> member: where the error is explained.</summary>
    public string DocLink => $"{ErrorPage.Path}#{Code}";
}
