namespace NotifyHub.Tests.Architecture;

public class ArrowTests
{
    private static readonly string App = typeof(Program).Assembly.Location;

    [Fact]
    public void No_area_points_where_the_table_does_not_allow()
    {
        var breaches = new ArrowCheck(Arrows.Allowed, Arrows.ForEverybody, "NotifyHub").BreachesIn(App);
        Assert.True(breaches.Count == 0, string.Join('\n', breaches));
    }

    [Fact]
    public void Every_namespace_has_a_row() =>
        Assert.Empty(new ArrowCheck(Arrows.Allowed, Arrows.ForEverybody, "NotifyHub").NamespacesWithoutRow(App));

    [Fact]
    public void A_planted_breach_is_found_in_a_signature_and_in_a_body()
    {
        var check = new ArrowCheck(Arrows.Allowed, Arrows.ForEverybody, "NotifyHub.Tests.Architecture.Planted");
        var breaches = check.BreachesIn(typeof(ArrowTests).Assembly.Location);
        Assert.Contains(breaches, b => b.Contains("PlantedSignature", StringComparison.Ordinal));
        Assert.Contains(breaches, b => b.Contains("PlantedBody", StringComparison.Ordinal));
    }
}
