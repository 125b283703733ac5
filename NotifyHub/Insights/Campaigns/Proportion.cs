namespace NotifyHub.Insights.Campaigns;

/// <summary>A share of people with the 95 % interval of Wilson's score, which is honest for small numbers and for shares near 0 and 1 (E. B. Wilson, 1927).</summary>
/// <param name="Count">Who did.</param>
/// <param name="Of">Of how many.</param>
public readonly record struct Proportion(long Count, long Of)
{
    // Two-sided 95 %.
    private const double Z = 1.959963984540054;

    /// <summary>0 to 1; null of nobody.</summary>
    public double? Share => Of == 0 ? null : (double)Count / Of;

    /// <summary>Lower end, 0 to 1; 0 of nobody.</summary>
    public double Low => Of == 0 ? 0 : Math.Max(0, Center - Margin);

    /// <summary>Upper end, 0 to 1; 1 of nobody.</summary>
    public double High => Of == 0 ? 1 : Math.Min(1, Center + Margin);

    private double P => (double)Count / Of;
    private double Scale => 1 + (Z * Z / Of);
    private double Center => (P + (Z * Z / (2 * Of))) / Scale;
    private double Margin => Z * Math.Sqrt((P * (1 - P) / Of) + (Z * Z / (4.0 * Of * Of))) / Scale;
}
