namespace NotifyHub.Pipeline.Delivery.Health;

/// <summary>
/// How many of a project's tokens a vendor calls dead on a usual day: a count that forgets, half of it in three days. An outage teaches it little:
/// more than a tenth is taken in as a tenth.
/// </summary>
/// <param name="Answers">Answers, the older the less.</param>
/// <param name="Invalid">Of them, dead tokens.</param>
/// <param name="At">When it last took something in.</param>
internal readonly record struct UsualShare(double Answers, double Invalid, DateTimeOffset? At)
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(3);

    /// <summary>Fewest answers from which it says something.</summary>
    private const double Fewest = 100;

    /// <summary>0 to 0.1; 0 while too little is known.</summary>
    public double Value => Answers < Fewest ? 0 : Invalid / Answers;

    /// <summary>Takes in what was counted.</summary>
    public UsualShare After(long answers, long invalid, DateTimeOffset now)
    {
        var left = At is { } at && now > at ? Math.Pow(0.5, (now - at) / HalfLife) : 1;
        return new UsualShare(Answers * left + answers, Invalid * left + Math.Min(invalid, answers * 0.1), now);
    }
}
