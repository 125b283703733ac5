using NotifyHub.Data;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Campaigns;

public class PersonBucketTests
{
    // Ids as the hub makes them: by the clock, by bursts, and one after the other.
    private static IEnumerable<long> People(string how) => how switch
    {
        "one by one" => Enumerable.Range(1, 50_000).Select(i => (long)i),
        "one a second" => Enumerable.Range(0, 50_000).Select(i => ((50_000_000_000L + (i * 1000L)) << 22) | (uint)(i * 7919 % 0x4000)),
        "a burst" => Enumerable.Range(0, 50_000).Select(i => (50_000_000_000L << 22) + i),
        _ => throw new ArgumentOutOfRangeException(nameof(how)),
    };

    [Theory]
    [InlineData("one by one")]
    [InlineData("one a second")]
    [InlineData("a burst")]
    public void Buckets_are_even_in_halves_and_in_hundreds(string how)
    {
        var campaigns = Enumerable.Range(0, 20).Select(i => (60_000_000_000L + (i * 86_400_000L)) << 22).ToList();
        // 20 campaigns are tested: a chance of 1 in 100,000 each. Quantiles of chi-square with 1 and 99 degrees of freedom.
        Assert.All(campaigns, campaign =>
        {
            var buckets = People(how).Select(person => PersonBucket.Of(PersonBucket.SeedOf(campaign), person)).ToList();
            Assert.All(buckets, bucket => Assert.InRange(bucket, 0, PersonBucket.Count - 1));
            Assert.InRange(ChiSquare(buckets, 2), 0, 19.6);
            Assert.InRange(ChiSquare(buckets, 100), 0, 170);
        });
    }

    [Fact]
    public void A_person_s_bucket_in_one_campaign_says_nothing_of_that_in_another()
    {
        var (one, other) = (PersonBucket.SeedOf(60_000_000_000L << 22), PersonBucket.SeedOf(60_086_400_000L << 22));
        var pairs = People("one by one").Select(person => (PersonBucket.Of(one, person) / 1000 * 10) + (PersonBucket.Of(other, person) / 1000)).GroupBy(cell => cell).ToDictionary(g => g.Key, g => g.Count());
        var chi = Enumerable.Range(0, 100).Sum(cell => Math.Pow(pairs.GetValueOrDefault(cell) - 500, 2) / 500);
        Assert.InRange(chi, 0, 170);
    }

    [Fact]
    public async Task The_statement_says_the_same()
    {
        await using var store = await TempStore.OpenAsync();
        var seeds = new[] { PersonBucket.SeedOf(1), PersonBucket.SeedOf(long.MaxValue), PersonBucket.SeedOf(60_000_000_000L << 22), int.MaxValue - 1L };
        long[] people = [1, 2, int.MaxValue, (1L << 31) - 2, long.MaxValue, 60_000_000_123L << 22, .. People("one a second").Take(300)];
        await using var connection = await store.Engine.OpenReadAsync();
        foreach (var seed in seeds)
        {
            foreach (var person in people)
            {
                await using var command = connection.Command($"select {PersonBucket.Sql("cast(@seed as bigint)", "cast(@person as bigint)")}", ("@seed", seed), ("@person", person));
                Assert.Equal(PersonBucket.Of(seed, person), HubEngine.Number(await command.ExecuteScalarAsync()));
            }
        }
    }

    private static double ChiSquare(List<int> buckets, int groups)
    {
        var (size, expected) = (PersonBucket.Count / groups, (double)buckets.Count / groups);
        return buckets.GroupBy(bucket => bucket / size).Select(g => g.Count()).Concat(Enumerable.Repeat(0, groups)).Take(groups).Sum(count => Math.Pow(count - expected, 2) / expected);
    }
}
