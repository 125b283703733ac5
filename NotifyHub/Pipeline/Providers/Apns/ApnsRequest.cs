using System.Net;
using System.Net.Http.Headers;

namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>One request to APNs, ready but for the auth token and the service's address.</summary>
internal sealed record ApnsRequest(string DeviceToken, ApnsHeaders Headers, ReadOnlyMemory<byte> Payload)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>What a device token may consist of: it becomes part of the path. Apple's are hex.</summary>
    public static bool CouldBeToken(string token) =>
        token.Length is > 0 and <= 400 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':');

    /// <summary>As HTTP. APNs speaks HTTP/2 only, in clear text too.</summary>
    public HttpRequestMessage ToHttp(string baseUrl, AuthToken token)
    {
        var http = new HttpRequestMessage(HttpMethod.Post, $"{baseUrl}/3/device/{DeviceToken}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new WireContent(Payload, Json),
        };
        http.Headers.TryAddWithoutValidation("authorization", $"bearer {token.Value}");
        Headers.AddTo(http.Headers);
        return http;
    }
}
