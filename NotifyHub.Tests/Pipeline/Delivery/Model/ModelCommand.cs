namespace NotifyHub.Tests.Pipeline.Delivery.Model;

/// <summary>One thing that is done to both. Numbers choose among what is there at that moment, so that any part of a list is a list, too.</summary>
internal abstract record ModelCommand
{
    private static readonly VendorWord[] Troubles = [VendorWord.Retry, VendorWord.RetryAfter, VendorWord.Slow];

    // The ladder's rungs and a little more, a moment, and clocks that are set.
    private static readonly int[] Steps = [1, 31, 61, 301, 1801, 7201, 43_201, 86_401, 3600, 86_400];

    /// <summary>A list drawn by chance.</summary>
    public static List<ModelCommand> Draw(int seed, int length)
    {
        var chance = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => One(chance))];
    }

    private static ModelCommand One(Random chance) => chance.Next(100) switch
    {
        < 8 => new Register(chance.Next(3)),
        < 50 => new SendTo(
            [.. Enumerable.Range(0, chance.Next(1, 4)).Select(_ => chance.Next(1000))], Script(chance), chance.Next(4) == 0 ? chance.Next(1, 7200) : null, chance.Next(3) == 0 ? chance.Next(5, 20_000) : null, chance.Next(4)),
        < 56 => new SendTo([chance.Next(1000)], [.. Script(chance).Take(1), VendorWord.Dead], null, null, chance.Next(4)),
        < 78 => new Move(TimeSpan.FromSeconds(Steps[chance.Next(Steps.Length)]) + TimeSpan.FromMilliseconds(chance.Next(1000))),
        < 82 => new SetBack(TimeSpan.FromSeconds(chance.Next(2) == 0 ? 3600 : 86_400)),
        < 88 => new CancelOne(chance.Next(1000)),
        < 96 => new RetryOne(chance.Next(1000)),
        _ => new Restart(),
    };

    private static VendorWord[] Script(Random chance) => chance.Next(10) switch
    {
        < 5 => [],
        < 8 => [.. Enumerable.Range(0, chance.Next(1, 3)).Select(_ => Troubles[chance.Next(Troubles.Length)])],
        < 9 => [.. Enumerable.Repeat(VendorWord.Retry, 8)],
        _ => [VendorWord.Bad],
    };
}

internal sealed record Register(int Vendor) : ModelCommand;

internal sealed record SendTo(int[] Devices, VendorWord[] Script, int? InSeconds, int? LifeSeconds, int Lane) : ModelCommand
{
    public override string ToString() => $"SendTo [{string.Join(' ', Devices)}] says [{string.Join(' ', Script)}] in {InSeconds} s, lives {LifeSeconds} s, lane {Lane}";
}

internal sealed record Move(TimeSpan By) : ModelCommand;

/// <summary>The clock is set back, as an operator or NTP does.</summary>
internal sealed record SetBack(TimeSpan By) : ModelCommand;

internal sealed record CancelOne(int Item) : ModelCommand;

internal sealed record RetryOne(int Item) : ModelCommand;

internal sealed record Restart : ModelCommand;
