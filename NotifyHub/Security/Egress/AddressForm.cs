using System.Net;

namespace NotifyHub.Security.Egress;

/// <summary>What can be said of a URL before anything is looked up: a first, friendly check with a reason. It is not the guard; the connection is.</summary>
internal static class AddressForm
{
    private const int MaxLength = 2048;

    // Names that lead into a private network (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal, and common practice).
    private static readonly string[] PrivateSuffixes =
        [".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".private"];

    public static string? WhyRefused(Uri address, EgressAllowList allowed, OwnAddresses own)
    {
        if (!address.IsAbsoluteUri) return "A full URL is needed.";
        if (address.OriginalString.Length > MaxLength) return $"The URL is longer than {MaxLength} characters.";
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp) return "Only https is allowed.";
        if (address.UserInfo.Length > 0) return "A URL with a user name or password is not allowed.";
        var host = Host(address);
        if (host.Length == 0) return "The URL names no host.";
        if (address.Port == 0) return "Port 0 is not allowed.";
        if (allowed.Allows(host, address.Port)) return null;
        if (address.Scheme != Uri.UriSchemeHttps) return "Only https is allowed.";
        return IPAddress.TryParse(host, out var literal) ? OfAddress(literal, own) : OfName(host);
    }

    // IdnHost maps full-width and circled digits to plain ones, so that they meet the address check below.
    private static string Host(Uri address)
    {
        try
        {
            return address.IdnHost.Trim('[', ']');
        }
        catch (UriFormatException)
        {
            return "";
        }
    }

    private static string? OfAddress(IPAddress literal, OwnAddresses own) =>
        AddressBlockList.Blocks(literal) || own.Contains(literal) ? "The address is not on the public internet." : null;

    private static string? OfName(string host)
    {
        if (host.EndsWith('.')) return "A host name with a trailing dot is not allowed.";
        if (Uri.CheckHostName(host) != UriHostNameType.Dns) return "The host name is not valid.";
        if (!host.Contains('.')) return "A host name without a domain is not on the public internet.";
        return PrivateSuffixes.Any(s => host.EndsWith(s, StringComparison.OrdinalIgnoreCase)) ? "The host name is not on the public internet." : null;
    }
}
