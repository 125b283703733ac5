using System.Globalization;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace NotifyHub.Sandbox;

/// <summary>Tells the app's configuration that the twins run, and where.</summary>
internal static class SandboxDirections
{
    private const string AllowedHosts = "NotifyHub:Egress:AllowedHosts";

    /// <summary>
    /// Adds the addresses above the settings files and below environment and command line, so that whoever names an address there has the last word.
    /// An address in a file counts as chosen when it is not the vendor's own.
    /// </summary>
    public static void Give(ConfigurationManager configuration, SandboxAddresses addresses)
    {
        var hosts = configuration.GetSection(AllowedHosts).GetChildren().Count();
        var directions = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [$"{SandboxOptions.Section}:{nameof(SandboxOptions.Enabled)}"] = "true",
            [string.Create(CultureInfo.InvariantCulture, $"{AllowedHosts}:{hosts}")] = addresses.Http.Host,
        };
        Point("NotifyHub:Providers:Apns:ProductionUrl", "https://api.push.apple.com", addresses.ApnsProduction);
        Point("NotifyHub:Providers:Apns:SandboxUrl", "https://api.sandbox.push.apple.com", addresses.ApnsSandbox);
        Point("NotifyHub:Providers:Fcm:BaseUrl", "https://fcm.googleapis.com", addresses.Fcm);
        Point("NotifyHub:Providers:Huawei:TokenUrl", "https://oauth-login.cloud.huawei.com/oauth2/v3/token", addresses.HuaweiToken);
        Point("NotifyHub:Providers:Huawei:PushUrl", "https://push-api.cloud.huawei.com", addresses.Huawei);
        Point("NotifyHub:Providers:MiPush:BaseUrl", "https://api.xmpush.xiaomi.com", addresses.MiPush);
        Point("NotifyHub:Providers:Expo:BaseUrl", "https://exp.host", addresses.Expo);
        Point("NotifyHub:Providers:Slack:BaseUrl", "https://slack.com/api", addresses.Slack);
        Point("NotifyHub:Providers:Telegram:BaseUrl", "https://api.telegram.org", addresses.Telegram);

        var sources = configuration.Sources;
        var place = sources.Select((source, index) => source is JsonConfigurationSource ? index + 1 : 0).DefaultIfEmpty().Max();
        sources.Insert(place, new MemoryConfigurationSource { InitialData = directions });

        void Point(string key, string vendor, Uri twin)
        {
            if (configuration[key] is null or "" || configuration[key] == vendor)
            {
                directions[key] = twin.ToString().TrimEnd('/');
            }
        }
    }
}
