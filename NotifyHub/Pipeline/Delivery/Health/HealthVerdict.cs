using NotifyHub.Pipeline.Delivery.Settings;

namespace NotifyHub.Pipeline.Delivery.Health;

/// <summary>What the window means. Pure.</summary>
/// <param name="Low">So many tokens are invalid that the vendor may take offence: warn.</param>
/// <param name="Throttled">The project's rate is halved.</param>
/// <param name="BreakerOpen">Dead-token answers are not believed.</param>
internal readonly record struct HealthVerdict(bool Low, bool Throttled, bool BreakerOpen)
{
    /// <summary>Fewest answers for the breaker.</summary>
    public const int BreakerSamples = 20;

    /// <summary>Share of dead tokens beyond which it may open.</summary>
    public const double BreakerShare = 0.10;

    /// <summary>And so many times the usual share.</summary>
    public const double BreakerTimes = 5;

    /// <summary>Beyond this share it opens whatever is usual: five times a fifth is never reached.</summary>
    public const double BreakerAlways = 0.50;

    /// <summary>Whether so many dead tokens warn, and halve the rate.</summary>
    /// <param name="total">Answers in the window.</param>
    /// <param name="invalid">Dead tokens among them.</param>
    /// <param name="rules">The project's numbers.</param>
    public static HealthVerdict Of(int total, int invalid, GuardRules rules)
    {
        var low = total >= rules.Samples && invalid >= rules.InvalidRate * total;
        return new HealthVerdict(low, low && rules.Throttles, BreakerOpen: false);
    }

    /// <summary>Whether a vendor that calls so many tokens dead is to be doubted.</summary>
    /// <param name="total">Answers in the window.</param>
    /// <param name="invalid">Dead tokens among them.</param>
    /// <param name="usual">The usual share.</param>
    /// <param name="wasDoubted">It is doubted now: until the window looks well again, or is empty.</param>
    /// <param name="rules">The project's numbers.</param>
    public static bool IsDoubtful(int total, int invalid, double usual, bool wasDoubted, GuardRules rules)
    {
        var share = total == 0 ? 0 : (double)invalid / total;
        return rules.Breaks && (wasDoubted ? StaysOpen(total, share) : Opens(total, share, usual));
    }

    private static bool Opens(int total, double share, double usual) =>
        total >= BreakerSamples && share > BreakerShare && share > Math.Min(BreakerTimes * usual, BreakerAlways);

    private static bool StaysOpen(int total, double share) => total > 0 && !(total >= BreakerSamples && share <= BreakerShare);
}
