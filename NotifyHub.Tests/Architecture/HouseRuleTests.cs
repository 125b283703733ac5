using System.Text.RegularExpressions;

namespace NotifyHub.Tests.Architecture;

public class HouseRuleTests
{
    private static readonly string Source = Path.Combine(AppRoot.Find(), "NotifyHub");

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.Contains("Migrations", StringComparison.Ordinal));

    [Fact]
    public void No_folder_is_a_drawer()
    {
        string[] drawers = ["Utils", "Helpers", "Common", "Services", "Misc", "Models"];
        var found = Files().Select(f => Path.GetDirectoryName(f)!).Distinct().Where(d => d.Split(Path.DirectorySeparatorChar).Any(drawers.Contains)).ToList();
        Assert.Equal([], found);
    }

    [Fact]
    public void No_type_bears_the_name_of_its_folder()
    {
        var found = Files().Where(f => Path.GetFileNameWithoutExtension(f) == Path.GetFileName(Path.GetDirectoryName(f))).ToList();
        Assert.Equal([], found);
    }

    [Fact]
    public void Only_the_egress_makes_outbound_connections()
    {
        // Sandbox plays the outside world and so stands outside the rule. A client over a given handler is fine: the handler comes from the egress.
        var makers = new Regex(@"new (SocketsHttpHandler|HttpClientHandler|TcpClient|SmtpClient|Socket|ClientWebSocket)\b|new HttpClient\(\)", RegexOptions.None, TimeSpan.FromSeconds(1));
        var found = Files().Select(f => Path.GetRelativePath(Source, f))
            .Where(f => !f.StartsWith("Security/Egress", StringComparison.Ordinal) && !f.StartsWith("Sandbox", StringComparison.Ordinal))
            .Where(f => makers.IsMatch(File.ReadAllText(Path.Combine(Source, f))))
            .ToList();
        Assert.Equal([], found);
    }

    [Fact]
    public void The_entry_reads_as_a_contents_page() =>
        Assert.True(File.ReadAllLines(Path.Combine(Source, "Program.cs")).Length <= 80);
}
