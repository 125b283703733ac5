namespace NotifyHub.Data;

/// <summary>
/// Which of 10,000 buckets a person falls into in a campaign: the same on every node, engine and run, and another one in every campaign. Arithmetic that both engines do the
/// same way in whole numbers of 64 bits: with p = 2^31 - 1 and seed s, x = (person + s) mod p, y = (x^2 + s) mod p, and the bucket is ((y^2 mod p) * 48271 mod p) mod 10000.
/// A test holds the statement to this method and the buckets to an even spread.
/// </summary>
public static class PersonBucket
{
    /// <summary>Buckets that there are.</summary>
    public const int Count = 10_000;

    private const long Prime = int.MaxValue, Root = 48_271;

    /// <summary>The seed of a campaign, 1 to 2^31 - 2.</summary>
    public static long SeedOf(long campaign) => (campaign % (Prime - 2)) + 1;

    /// <summary>The bucket of a person (or of a device that is nobody's), 0 to 9999.</summary>
    public static int Of(long seed, long person)
    {
        var x = ((person % Prime) + seed) % Prime;
        var y = ((x * x % Prime) + seed) % Prime;
        return (int)(y * y % Prime * Root % Prime % Count);
    }

    /// <summary>The same as an expression over columns or parameters of 64 bits.</summary>
    internal static string Sql(string seed, string person)
    {
        var x = $"(({person} % {Prime} + {seed}) % {Prime})";
        var y = $"(({x} * {x} % {Prime} + {seed}) % {Prime})";
        return $"({y} * {y} % {Prime} * {Root} % {Prime} % {Count})";
    }
}
