using System.Text;

namespace NotifyHub.Sandbox.Wire;

/// <summary>Answers that no vendor gives on purpose, but that proxies and bad days do.</summary>
internal static class JunkAnswers
{
    private const int BigBytes = 10 * 1024 * 1024;

    public static TwinAnswer Of(string? sort) => sort switch
    {
        "html" => Text("text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>"),
        "empty" => new TwinAnswer(StatusCodes.Status200OK, "junk.empty"),
        "big" => Text("application/json", "{\"name\":\"" + new string('x', BigBytes) + "\"}"),
        "half" => Text("application/json", "{\"name\":\"projects/") with { Unfinished = true },
        _ => Text("application/json", "{\"name\": [\"projects/"),
    };

    private static TwinAnswer Text(string contentType, string body) =>
        new(StatusCodes.Status200OK, "junk") { ContentType = contentType, Body = Encoding.UTF8.GetBytes(body) };
}
