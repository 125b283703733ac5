namespace NotifyHub;

/// <summary>The folder with appsettings.json and wwwroot: the repository's root in development and under test, the publish folder afterwards.</summary>
public static class AppRoot
{
    /// <summary>Walks up from the binaries.</summary>
    public static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)))
        {
            if (File.Exists(Path.Combine(folder, "appsettings.json")) && Directory.Exists(Path.Combine(folder, "wwwroot")))
            {
                return folder;
            }
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds appsettings.json and wwwroot.");
    }
}
