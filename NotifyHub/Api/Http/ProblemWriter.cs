using System.Globalization;
using System.Text.Json;
using NotifyHub.Api.ExpoDropIn;

namespace NotifyHub.Api.Http;

/// <summary>Puts a problem on the wire: RFC 9457 with <c>code</c>, <c>requestId</c> and <c>errors</c>.</summary>
internal static class ProblemWriter
{
    private static readonly JsonWriterOptions Style = new() { Encoder = StrictJson.Options.Encoder };

    public static async Task WriteAsync(HttpContext context, ProblemException problem)
    {
        context.Features.Set(problem.Type);
        var response = context.Response;
        response.StatusCode = problem.Type.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
        if (ExpoErrors.AreWantedBy(context))
        {
            await ExpoErrors.WriteAsync(context, problem);
        }
        else
        {
            await using var json = new Utf8JsonWriter(response.BodyWriter, Style);
            Write(json, problem, context.TraceIdentifier);
        }
        await response.CompleteAsync();
    }

    private static void Write(Utf8JsonWriter json, ProblemException problem, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", problem.Type.DocLink);
        json.WriteString("title", problem.Type.Title);
        json.WriteNumber("status", problem.Type.Status);
        json.WriteString("code", problem.Type.Code);
        json.WriteString("detail", problem.Message);
        json.WriteString("requestId", requestId);
        foreach (var (name, value) in problem.Figures)
        {
            json.WriteNumber(name, value);
        }
        if (problem.Faults.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach (var fault in problem.Faults)
            {
                json.WriteStartObject();
                json.WriteString("pointer", fault.Pointer);
                json.WriteString("code", fault.Code);
                json.WriteString("message", fault.Message);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
