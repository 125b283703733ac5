using NotifyHub.Pipeline.Delivery.Settings;

namespace NotifyHub.Pipeline.Delivery.Quarantine;

/// <summary>What may be sent through a vendor now.</summary>
internal enum DoorState
{
    /// <summary>Everything.</summary>
    Open,
    /// <summary>Nothing until a time.</summary>
    Closed,
    /// <summary>One send, whose answer decides.</summary>
    HalfOpen,
}

/// <summary>
/// Whether a project gives a vendor a rest. Pure. So many failures in a row close the door; after the rest one probe goes (half-open), and its
/// answer opens or closes it again. A wait that the vendor asked for closes it too, and no success of an earlier call shortens that.
/// </summary>
/// <param name="FailuresInRow">Failures since the last sign of life.</param>
/// <param name="Until">Closed until then, half-open after; null when open.</param>
/// <param name="Rests">Rests since the last sign of life.</param>
/// <param name="Asked">The vendor asked for this wait.</param>
/// <param name="AliveAt">Last sign of life that this process saw.</param>
internal readonly record struct QuarantineState(int FailuresInRow, DateTimeOffset? Until, int Rests, bool Asked, DateTimeOffset? AliveAt)
{
    /// <summary>How the door stands.</summary>
    public DoorState At(DateTimeOffset now) => Until is not { } until ? DoorState.Open : now < until ? DoorState.Closed : DoorState.HalfOpen;

    /// <summary>After an answer.</summary>
    /// <param name="sign">What it says about the vendor.</param>
    /// <param name="asked">The wait that the vendor asked of the whole project.</param>
    /// <param name="manyServices">The vendor is many services (Web Push): anybody can name one that fails, so failures count only when none of them was alive of late, and a wait counts for nobody else.</param>
    /// <param name="rules">The project's numbers.</param>
    /// <param name="now">When it came.</param>
    public QuarantineState After(AnswerSign sign, TimeSpan? asked, bool manyServices, GuardRules rules, DateTimeOffset now) => sign switch
    {
        AnswerSign.Alive => Alive(now),
        AnswerSign.Failing => Failing(manyServices ? null : asked, manyServices, rules, now),
        _ => this,
    };

    /// <summary>Opened by an operator, or by a probe that was not made.</summary>
    public QuarantineState Opened() => this with { FailuresInRow = 0, Until = null, Rests = 0, Asked = false };

    private QuarantineState Alive(DateTimeOffset now) =>
        Asked && At(now) == DoorState.Closed ? this with { FailuresInRow = 0, AliveAt = now } : Opened() with { AliveAt = now };

    private QuarantineState Failing(TimeSpan? asked, bool manyServices, GuardRules rules, DateTimeOffset now)
    {
        var door = At(now);
        if (door == DoorState.Closed)
        {
            // Calls that were on their way. Only a longer wait that the vendor asks for changes anything.
            return asked is { } longer && now + longer > Until ? this with { Until = now + longer, Asked = true } : this;
        }
        var failures = FailuresInRow + 1;
        if (asked is { } wait && wait > TimeSpan.Zero)
        {
            return this with { FailuresInRow = failures, Until = now + wait, Rests = Rests + 1, Asked = true };
        }
        var quiet = !manyServices || !(now - AliveAt < rules.Rest);
        return rules.Quarantines && (door == DoorState.HalfOpen || (failures >= rules.Failures && quiet))
            ? this with { FailuresInRow = failures, Until = now + rules.Rest, Rests = Rests + 1, Asked = false }
            : this with { FailuresInRow = failures, Until = rules.Quarantines ? Until : null };
    }
}
