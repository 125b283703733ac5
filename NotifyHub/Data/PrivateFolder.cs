namespace NotifyHub.Data;

/// <summary>Folders that hold secrets or people's data.</summary>
public static class PrivateFolder
{
    /// <summary>Makes a folder that only its owner can enter (0700); one that is there keeps its mode.</summary>
    /// <exception cref="StartRefusedException">It can't be made.</exception>
    public static void Make(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The folder {path} can't be made: {error.Message} NotifyHub:DataDirectory names the data folder.", error);
        }
    }
}
