using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public class DataFolderTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public void Only_its_owner_enters_the_data_folder()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(hub.Hub.DataDirectory));
        }
    }
}
