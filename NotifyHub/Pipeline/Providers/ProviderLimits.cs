namespace NotifyHub.Pipeline.Providers;

/// <summary>Times and sizes that every vendor's client has.</summary>
public abstract class ProviderLimits
{
    /// <summary>Longest wait for a connection. 100 ms to 60 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time from handing a request over to the last byte of its answer. 100 ms to 5 min.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections to one host. 1 to 1000. Over HTTP/2 each carries as many requests as the vendor lets it.</summary>
    public int MaxConnections { get; set; }

    /// <summary>What is wrong, each fault naming its key.</summary>
    internal virtual IEnumerable<string> Faults(string section)
    {
        if (ConnectTimeout < TimeSpan.FromMilliseconds(100) || ConnectTimeout > TimeSpan.FromSeconds(60))
            yield return $"{section}:ConnectTimeout must be from 00:00:00.1 to 00:01:00.";
        if (TotalTimeout < TimeSpan.FromMilliseconds(100) || TotalTimeout > TimeSpan.FromMinutes(5))
            yield return $"{section}:TotalTimeout must be from 00:00:00.1 to 00:05:00.";
        if (MaxConnections is < 1 or > 1000) yield return $"{section}:MaxConnections must be from 1 to 1000.";
    }

    /// <summary>A base URL's fault, or none.</summary>
    internal static IEnumerable<string> UrlFaults(string key, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            yield return $"{key} is '{url}'; an http or https URL without a query is needed.";
    }
}
