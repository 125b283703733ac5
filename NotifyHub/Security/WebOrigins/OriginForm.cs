namespace NotifyHub.Security.WebOrigins;

/// <summary>What may be listed as an origin: exactly what a browser sends, so that the comparison is one of bytes.</summary>
internal static class OriginForm
{
    /// <summary>Null when it may be listed, else what is wrong.</summary>
    public static string? WhyRefused(string text)
    {
        if (text.Length > 255 || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0 || Uri.CheckHostName(uri.Host) == UriHostNameType.Unknown)
        {
            return "An origin is scheme, host and port, such as https://shop.example.com.";
        }
        if (text != uri.GetLeftPart(UriPartial.Authority) || text.EndsWith('/') || text.Any(c => c is < '!' or > '~'))
        {
            return $"Write it as browsers do: {uri.Scheme}://{uri.IdnHost}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}, without a path.";
        }
        return uri.Scheme == "https" || uri.IsLoopback ? null : "Plain http is taken for this machine only (localhost).";
    }
}
