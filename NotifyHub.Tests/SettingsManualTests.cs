using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace NotifyHub.Tests;

public class SettingsManualTests
{
    private static IConfiguration With(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();

    [Fact]
    public void A_mistyped_key_is_reported_and_known_ones_are_not() =>
        Assert.Equal(["NotifyHub:Databse:Provider"], SettingsManual.UnknownKeys(With(
            ("NotifyHub:Databse:Provider", "sqlite"), ("NotifyHub:Database:Provider", "sqlite"), ("notifyhub:datadirectory", "/x"), ("Other:Key", "1"))));

    [Fact]
    public void A_list_may_have_any_number_of_entries() =>
        Assert.Equal([], SettingsManual.UnknownKeys(With(("NotifyHub:Egress:AllowedHosts:0", "a"), ("NotifyHub:Egress:AllowedHosts:7", "b"))));

    [Fact]
    public void Every_options_class_says_the_key_of_each_of_its_properties()
    {
        var manual = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppRoot.Find(), "appsettings.json")).Build();
        var keys = manual.GetSection("NotifyHub").AsEnumerable().Select(p => p.Key.Split(':')[^1]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        keys.Add("ConnectionString"); // ConnectionStrings:Hub, the platform's own place.
        // Records that end in Options are wire records.
        var missing = typeof(Program).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && t.Namespace?.StartsWith("NotifyHub.", StringComparison.Ordinal) == true && t is { IsClass: true, IsAbstract: false } && t.GetMethod("<Clone>$") is null)
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => $"{t.Name}.{p.Name}"))
            .Where(name => !keys.Contains(name.Split('.')[1]));
        Assert.Equal([], missing);
    }
}
