using System.Globalization;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Alerts;

/// <summary>Whether the disk of the data folder is about to be full: then the store would refuse every send.</summary>
internal sealed class StoreWatch(IOptions<DatabaseOptions> database, IOptions<AlertingOptions> options)
{
    /// <summary>Free bytes where the data folder lies; the tests' own disk in their place.</summary>
    internal Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

    /// <summary>Null when there is room.</summary>
    public AlertFact? Trouble()
    {
        var limit = options.Value.DiskFreeMegabytes;
        if (limit == 0)
        {
            return null;
        }
        var free = FreeBytes(database.Value.DataDirectory) / (1024 * 1024);
        return free >= limit ? null : new AlertFact(0, AlertKind.StoreTrouble, "disk", string.Create(CultureInfo.InvariantCulture,
            $"Only {free:N0} MB are free where the data folder lies; below {limit:N0} MB is an alert. On a full disk every send is refused with 503. Free space, or move the folder."));
    }
}
