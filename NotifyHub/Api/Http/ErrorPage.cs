using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace NotifyHub.Api.Http;

/// <summary>The error catalogue for people, where every problem's <c>type</c> points.</summary>
internal static class ErrorPage
{
    public const string Path = "/docs/errors";

    private static readonly string Html = Render();

    public static ContentHttpResult Get() => TypedResults.Content(Html, "text/html; charset=utf-8");

    private static string Render()
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>NotifyHub API errors</title></head><body><h1>NotifyHub API errors</h1><dl>");
        foreach (var problem in Problems.All.Values.OrderBy(p => p.Status).ThenBy(p => p.Code, StringComparer.Ordinal))
        {
            page.Append($"<dt id=\"{problem.Code}\"><code>{problem.Code}</code> ({problem.Status}): {WebUtility.HtmlEncode(problem.Title)}</dt><dd>{WebUtility.HtmlEncode(problem.Remedy)}</dd>");
        }
        return page.Append("</dl></body></html>").ToString();
    }
}
