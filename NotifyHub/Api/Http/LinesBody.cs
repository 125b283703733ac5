using System.Text;
using Microsoft.AspNetCore.Http.Metadata;

namespace NotifyHub.Api.Http;

/// <summary>Marks a route that reads NDJSON too: each line is an item of this member of the body.</summary>
/// <param name="Member">The member that holds the items; null where the body is the list itself.</param>
public sealed record LinesBody(string? Member)
{
    /// <summary>The media type, as the format's own page has it.</summary>
    public const string MediaType = "application/x-ndjson";

    /// <summary>The lines as the JSON body that they stand for; line numbers stay what they were. Empty lines are passed over.</summary>
    internal byte[] ToJson(ReadOnlySpan<byte> lines)
    {
        using var body = new MemoryStream(lines.Length + 64);
        body.Write(Member is null ? "["u8 : Encoding.UTF8.GetBytes($"{{\"{Member}\":["));
        var isFirst = true;
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = lines[range].Trim(" \t\r"u8);
            if (line.Length > 0)
            {
                body.Write(isFirst ? ""u8 : ","u8);
                body.Write(line);
                isFirst = false;
            }
            body.WriteByte((byte)'\n');
        }
        body.Write(Member is null ? "]"u8 : "]}"u8);
        return body.ToArray();
    }
}

/// <summary>States it on a route.</summary>
public static class LinesBodyExtensions
{
    /// <summary>Takes <c>application/x-ndjson</c> beside JSON: an item of <paramref name="member"/> on each line.</summary>
    public static RouteHandlerBuilder TakesLines<TBody>(this RouteHandlerBuilder route, string member) =>
        route.WithMetadata(new LinesBody(member), new AcceptsMetadata(["application/json", LinesBody.MediaType], typeof(TBody)));
}
