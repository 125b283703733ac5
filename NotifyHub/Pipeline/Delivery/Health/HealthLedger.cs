using System.Globalization;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Protection;
using NotifyHub.Pipeline.Delivery.Quarantine;
using NotifyHub.Pipeline.Feedback;

namespace NotifyHub.Pipeline.Delivery.Health;

/// <summary>
/// Counts answers and draws the conclusions, in the transaction that also writes the results: the window, the warning, the halved rate, the
/// breaker, and what the doors decided. So a crash never keeps a result whose consequence is lost.
/// </summary>
internal sealed class HealthLedger(ProviderStates states, SendingGuard guard, InvalidationBreaker breaker, AlertBook alerts, TimeProvider time)
{
    /// <summary>A vendor's wait is told when it is at least this long.</summary>
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(60);

    /// <summary>Counts a batch. Returns the pairs whose dead-token answers are not believed.</summary>
    public async ValueTask<HashSet<(long ProjectId, ProviderKind Provider)>> RecordAsync(WriteSession session, IReadOnlyList<Settlement> batch)
    {
        var doubted = new HashSet<(long, ProviderKind)>();
        foreach (var pair in Tallies(batch).GroupBy(tally => (tally.ProjectId, tally.Provider)).OrderBy(group => group.Key))
        {
            var door = guard.DoorOf(pair.Key.ProjectId, pair.Key.Provider);
            await states.EnsureAsync(session, door);
            var invalid = false;
            foreach (var tally in pair)
            {
                await AddAsync(session, tally);
                invalid |= tally.Invalid > 0;
            }
            await NoteAsync(session, pair.Key.ProjectId, pair.Key.Provider, pair.Select(t => t.SuccessAt).Max(), pair.Select(t => t.Failure).LastOrDefault(f => f is not null));
            if (await states.WriteAsync(session, door) is { } quarantine)
            {
                await TellAsync(session, door, quarantine);
            }
            if (invalid || door.Throttled || door.BreakerOpen)
            {
                var verdict = await JudgeAsync(session, door, mayOpen: invalid);
                if (verdict.BreakerOpen)
                {
                    doubted.Add(pair.Key);
                }
            }
            session.Changed(pair.Key.ProjectId, HubTables.Health);
        }
        return doubted;
    }

    /// <summary>Looks at the window and acts on it.</summary>
    /// <param name="session">The gate's session.</param>
    /// <param name="door">Whose.</param>
    /// <param name="mayOpen">A token was called dead just now: the breaker may open.</param>
    public async ValueTask<HealthVerdict> JudgeAsync(WriteSession session, VendorDoor door, bool mayOpen)
    {
        var now = time.GetUtcNow();
        var (total, invalid) = await WindowAsync(session, door, now - HealthWindow.Length);
        // Only a vendor can be wrong about all of its tokens at once; a mail server judges one address at a time.
        var verdict = HealthVerdict.Of(total, invalid, door.Rules) with { BreakerOpen = door.Provider.IsPush() && (door.BreakerOpen || mayOpen) && await IsDoubtfulAsync(session, door, now) };
        var words = $"{door.Provider.Label()} called {invalid} of {total} tokens invalid within five minutes.";
        if (verdict.Throttled != door.Throttled || verdict.BreakerOpen != door.BreakerOpen)
        {
            await session.Prepare(ProviderStates.Judged).Bind(verdict.Throttled, now, verdict.BreakerOpen, verdict.BreakerOpen ? words : null, door.ProjectId, door.Provider).ExecuteAsync();
            if (verdict.BreakerOpen && !door.BreakerOpen)
            {
                await breaker.OpenAsync(session, door.ProjectId, door.Provider, words, now);
            }
            session.AfterCommit(() => (door.Throttled, door.BreakerOpen) = (verdict.Throttled, verdict.BreakerOpen));
        }
        if (verdict.Low)
        {
            await alerts.RaiseAsync(session, new AlertFact(door.ProjectId, AlertKind.HealthLow, door.Provider.Wire(),
                $"{words} Vendors take offence from 10 %.{(verdict.Throttled ? " Sends go out at half the rate until it recovers." : "")} Remove people who are gone, and see that the credential belongs to these apps."));
        }
        else
        {
            await alerts.ResolveAsync(session, door.ProjectId, AlertKind.HealthLow, door.Provider.Wire());
        }
        return verdict;
    }

    /// <summary>The usual share of dead tokens.</summary>
    public static async ValueTask<UsualShare> UsualAsync(WriteSession session, long projectId, ProviderKind provider) =>
        (await session.Prepare(HealthSql.Usual).Bind(projectId, provider).QueryAsync(row => new UsualShare(
            row.GetDouble(0), row.GetDouble(1), row.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))))).FirstOrDefault();

    // After an operator's decision only what came since counts: the answers before it were what he decided about.
    private static async ValueTask<bool> IsDoubtfulAsync(WriteSession session, VendorDoor door, DateTimeOffset now)
    {
        var from = now - HealthWindow.Length;
        var (total, invalid) = await WindowAsync(session, door, door.DecidedAt > from ? HealthWindow.StartOf(door.DecidedAt.Value) : from);
        return HealthVerdict.IsDoubtful(total, invalid, (await UsualAsync(session, door.ProjectId, door.Provider)).Value, door.BreakerOpen, door.Rules);
    }

    private static async ValueTask<(int Total, int Invalid)> WindowAsync(WriteSession session, VendorDoor door, DateTimeOffset from) =>
        (await session.Prepare(HealthSql.Window).Bind(door.ProjectId, door.Provider, from)
            .QueryAsync(row => (Convert.ToInt32(row.GetValue(0), CultureInfo.InvariantCulture), Convert.ToInt32(row.GetValue(1), CultureInfo.InvariantCulture))))[0];

    // Calls that were made; a fault of ours says nothing about a vendor.
    private static IEnumerable<AnswerTally> Tallies(IReadOnlyList<Settlement> batch)
    {
        var tallies = new Dictionary<(long, ProviderKind, DateTimeOffset), AnswerTally>();
        foreach (var settlement in batch)
        {
            if (settlement.Answer is { } answer && (answer.Outcome.Status is not null || AnswerSigns.Of(answer.Outcome) != AnswerSign.None))
            {
                var key = (settlement.Delivery.ProjectId, settlement.Delivery.Provider, HealthWindow.StartOf(settlement.At));
                if (!tallies.TryGetValue(key, out var tally))
                {
                    tallies[key] = tally = new AnswerTally(key.ProjectId, key.Provider, key.Item3);
                }
                tally.Add(answer.Outcome, answer.Duration, settlement.At);
            }
        }
        return tallies.Values;
    }

    private static async ValueTask AddAsync(WriteSession session, AnswerTally tally)
    {
        var values = new object?[8 + LatencySteps.Count];
        (values[0], values[1], values[2]) = (tally.ProjectId, tally.Provider, tally.StartsAt);
        foreach (var kind in Enum.GetValues<AnswerClass>())
        {
            values[3 + (int)kind] = tally.Of(kind);
        }
        for (var step = 0; step < LatencySteps.Count; step++)
        {
            values[8 + step] = tally.Within(step);
        }
        await session.Prepare(HealthSql.Add).Bind(values).ExecuteLaterAsync();
    }

    private async ValueTask NoteAsync(WriteSession session, long projectId, ProviderKind provider, DateTimeOffset? success, (ProviderOutcome Outcome, DateTimeOffset At)? failure)
    {
        var outcome = failure?.Outcome;
        await session.Prepare(ProviderStates.Answered).Bind(
            success, outcome is not null, outcome?.Code, outcome is null ? null : OutcomeNames.Of(outcome.Kind), outcome?.Status, failure?.At, time.GetUtcNow(), projectId, provider).ExecuteLaterAsync();
    }

    private async ValueTask TellAsync(WriteSession session, VendorDoor door, QuarantineState quarantine)
    {
        var name = door.Provider.Label();
        if (quarantine.Until is not { } until)
        {
            await alerts.ResolveAsync(session, door.ProjectId, AlertKind.Quarantined, door.Provider.Wire());
        }
        else if (!quarantine.Asked)
        {
            await alerts.RaiseAsync(session, new AlertFact(door.ProjectId, AlertKind.Quarantined, door.Provider.Wire(),
                $"{name} failed {quarantine.FailuresInRow} times in a row. Sends wait until {until:HH:mm:ss} UTC, without using a try; then one goes and shows whether it is back."));
        }
        else if (until - time.GetUtcNow() >= WorthTelling)
        {
            await alerts.RaiseAsync(session, new AlertFact(door.ProjectId, AlertKind.Quarantined, door.Provider.Wire(),
                $"{name} asked for a pause. Sends wait until {until:HH:mm:ss} UTC, without using a try."));
        }
    }
}
