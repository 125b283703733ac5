namespace NotifyHub.Components.Shared;

/// <summary>Snippets of empty pages, with this server's own address.</summary>
public static class FirstSend
{
    /// <summary>A push by curl.</summary>
    /// <param name="baseUri">Where this server is reached, with or without a slash at the end.</param>
    /// <param name="device">Wire id; a gap to fill when it is left out.</param>
    public static string Curl(string baseUri, string device = "dev_...") => $$"""
        curl {{baseUri.TrimEnd('/')}}/v1/push/send \
          -H "Authorization: Bearer $NOTIFYHUB_KEY" \
          -H "Content-Type: application/json" \
          -d '{"to": "{{device}}", "title": "Hello", "body": "From NotifyHub"}'
        """;

    /// <summary>A registration by curl.</summary>
    /// <param name="baseUri">Where this server is reached, with or without a slash at the end.</param>
    public static string RegisterCurl(string baseUri) => $$"""
        curl {{baseUri.TrimEnd('/')}}/v1/push/tokens \
          -H "Authorization: Bearer $NOTIFYHUB_PUBLISHABLE_KEY" \
          -H "Content-Type: application/json" \
          -d '{"provider": "fcm", "token": "...", "platform": "android", "userId": "u-1"}'
        """;
}
