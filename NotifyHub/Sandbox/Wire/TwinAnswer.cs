using System.Text.Json.Nodes;

namespace NotifyHub.Sandbox.Wire;

/// <summary>A vendor's answer, ready to be written.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">The vendor's word, for the log.</param>
internal sealed record TwinAnswer(int Status, string? Code = null)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>No length is announced, so that a cut after the body is a truncated answer.</summary>
    public bool Unfinished { get; init; }

    /// <summary>What each message of the request was told, where one request carries several; empty: all were told the same.</summary>
    public IReadOnlyList<TwinPart> Parts { get; init; } = [];

    /// <summary>An answer whose body is JSON.</summary>
    public static TwinAnswer Json(int status, string? code, JsonNode body) => new(status, code)
    {
        Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()),
        ContentType = "application/json; charset=UTF-8",
    };

    /// <summary>The same answer with one more header.</summary>
    public TwinAnswer With(string name, string value) => this with { Headers = [.. Headers, KeyValuePair.Create(name, value)] };

    public async Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Body.Length > 0)
        {
            response.ContentType = ContentType;
            response.ContentLength = Unfinished ? null : Body.Length;
            await response.Body.WriteAsync(Body, http.RequestAborted);
        }
    }
}

/// <summary>The part of an answer that is one message's.</summary>
/// <param name="Status">200, or what stands for its refusal in the log.</param>
/// <param name="Code">The vendor's word.</param>
/// <param name="WireId">The vendor's id of the message.</param>
internal readonly record struct TwinPart(int Status, string? Code, string? WireId = null);
