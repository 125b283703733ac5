namespace NotifyHub;

/// <summary>Where the app listens when nobody says.</summary>
public static class DefaultAddress
{
    /// <summary>This machine only: who wants to be reached from elsewhere says so.</summary>
    public const string Url = "http://localhost:5080";

    private static readonly string[] Settings = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    /// <summary>Listens on <see cref="Url"/> unless ASPNETCORE_URLS, --urls, ports or Kestrel's endpoints are given. Not in the launch profile: what stands there beats the environment.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        if (Settings.All(key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.WebHost.UseUrls(Url);
        }
    }
}
