namespace NotifyHub.Tests.Contract;

/// <summary>
/// A text that is kept in this folder and compared. To accept a change, and see it in the diff:
/// <c>NOTIFYHUB_ACCEPT=1 dotnet test NotifyHub.Tests --filter FullyQualifiedName~Contract</c>
/// </summary>
internal static class Snapshot
{
    public const string HowToAccept = "Wanted? NOTIFYHUB_ACCEPT=1 dotnet test NotifyHub.Tests --filter FullyQualifiedName~Contract";

    public static async Task VerifyAsync(string name, string actual)
    {
        var path = Path.Combine(AppRoot.Find(), "NotifyHub.Tests", "Contract", name);
        if (Environment.GetEnvironmentVariable("NOTIFYHUB_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(path, actual);
        }
        var expected = await File.ReadAllTextAsync(path);
        if (expected != actual)
        {
            var (was, now) = (expected.Split('\n'), actual.Split('\n'));
            var first = Enumerable.Range(0, Math.Max(was.Length, now.Length)).First(i => i >= was.Length || i >= now.Length || was[i] != now[i]);
            Assert.Fail($"{name} has changed, first at line {first + 1}:\n- {was.ElementAtOrDefault(first)}\n+ {now.ElementAtOrDefault(first)}\n{HowToAccept}");
        }
    }
}
