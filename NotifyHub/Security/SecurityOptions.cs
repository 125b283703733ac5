namespace NotifyHub.Security;

/// <summary>Keys and trust. Section <c>NotifyHub:Security</c>.</summary>
public sealed class SecurityOptions
{
    /// <summary>Base64 of 32 bytes from which every other key is derived; empty means the file keys/master.key in the data folder, made on first start. Key: NotifyHub:Security:MasterKey.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>Addresses or networks (10.0.0.0/8) of reverse proxies whose X-Forwarded-For and -Proto are believed; empty believes nobody. Key: NotifyHub:Security:TrustedProxies.</summary>
    public IList<string> TrustedProxies { get; set; } = [];
}
