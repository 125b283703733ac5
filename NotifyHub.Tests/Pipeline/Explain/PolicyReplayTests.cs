using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Explain.Replay;
using NotifyHub.Types;

namespace NotifyHub.Tests.Pipeline.Explain;

/// <summary>What becomes of the same deliveries under another policy, from rules and arithmetic alone.</summary>
public sealed class PolicyReplayTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 10, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] EveryDay = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    [Theory]
    [InlineData(10, 0)]
    [InlineData(9, 1)]
    [InlineData(4, 6)]
    [InlineData(1, 9)]
    public void A_lower_cap_ends_what_is_too_many_of_ten(int most, int suppressed)
    {
        var outcomes = Run(new PolicySettings { Caps = [new CapSetting { Most = most, Minutes = 1440, Then = CapSetting.Suppress }] }, [.. Tenfold()]);
        Assert.Equal(suppressed, outcomes.Count(o => o is { Verdict: ReplayVerdict.Suppressed, Reason: DeliveryReason.FrequencyCap }));
        Assert.All(outcomes.Take(most), o => Assert.Equal(ReplayVerdict.Sent, o.Verdict));
    }

    [Fact]
    public void A_cap_that_waits_lets_each_go_when_there_is_room_by_what_went_in_the_replay()
    {
        var outcomes = Run(new PolicySettings { Caps = [new CapSetting { Most = 1, Minutes = 60 }] }, [.. Tenfold().Take(3)]);
        Assert.Equal([Start, Start.AddHours(1), Start.AddHours(2)], outcomes.Select(o => o.At!.Value));
        Assert.Equal([ReplayVerdict.Sent, ReplayVerdict.Delayed, ReplayVerdict.Delayed], outcomes.Select(o => o.Verdict));
    }

    [Fact]
    public void A_cap_counts_notifications_of_a_person_and_leaves_critical_ones_and_other_categories_alone()
    {
        var policy = new PolicySettings { Caps = [new CapSetting { Most = 1, Minutes = 60, Category = "offers", Then = CapSetting.Suppress }] };
        ReplayedSend[] sends =
        [
            Send(1) with { Category = "offers" }, Send(2) with { Category = "offers", NotificationId = 1, Provider = ProviderKind.Fcm },
            Send(3) with { Category = "offers" }, Send(4) with { Category = "news" }, Send(5) with { Category = "offers", Lane = DeliveryLane.Critical }, Send(6) with { Category = "offers", PersonId = 2 },
        ];
        Assert.Equal([1, 1, 0, 1, 1, 1], Run(policy, sends).Select(o => o.Verdict == ReplayVerdict.Sent ? 1 : 0));
    }

    [Fact]
    public void A_higher_cap_lets_through_what_was_ended_then()
    {
        ReplayedSend[] sends = [Send(1), Send(2) with { Status = DeliveryStatus.Suppressed, Reason = DeliveryReason.FrequencyCap }];
        Assert.Equal(ReplayVerdict.Sent, Run(new PolicySettings(), sends)[1].Verdict);
    }

    [Theory]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.PreferenceOptedOut)]
    [InlineData(DeliveryStatus.Failed, DeliveryReason.TokenDead)]
    [InlineData(DeliveryStatus.Expired, DeliveryReason.TtlExpired)]
    [InlineData(DeliveryStatus.Delayed, DeliveryReason.FallbackWait)]
    public void What_something_else_ended_ends_so_under_every_policy_and_fills_no_cap(DeliveryStatus status, DeliveryReason reason)
    {
        var outcomes = Run(new PolicySettings { Caps = [new CapSetting { Most = 1, Minutes = 60, Then = CapSetting.Suppress }] }, [Send(1) with { Status = status, Reason = reason }, Send(2)]);
        Assert.Equal([new ReplayOutcome(ReplayVerdict.Otherwise, reason, null), new ReplayOutcome(ReplayVerdict.Sent, DeliveryReason.None, Send(2).At)], outcomes);
    }

    // An ordinary night, the one in which an hour is skipped, and the one in which an hour is lived twice.
    [Theory]
    [InlineData("2026-06-10T21:00:00Z", "2026-06-11T05:00:00Z")]
    [InlineData("2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z")]
    [InlineData("2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z")]
    public void Quiet_hours_delay_to_their_end_by_the_persons_clock(string at, string until)
    {
        var send = Send(1) with { At = DateTimeOffset.Parse(at), Zone = "Europe/Zurich" };
        var outcome = Assert.Single(Run(Night, [send], DateTimeOffset.Parse(until).AddDays(1)));
        Assert.Equal(new ReplayOutcome(ReplayVerdict.Delayed, DeliveryReason.QuietHours, DateTimeOffset.Parse(until)), outcome);
    }

    [Fact]
    public void Quiet_hours_spare_who_wants_none_and_what_may_disturb_and_end_what_expires_meanwhile()
    {
        var send = Send(1) with { At = Start.AddHours(14) };
        var own = """{"start":"22:00","end":"07:00","timezone":null,"days":[]}""";
        var outcomes = Run(Night, [send, send with { Id = 2, OwnQuiet = own }, send with { Id = 3, MayDisturb = true }, send with { Id = 4, ExpiresAt = send.At.AddHours(1) }]);
        Assert.Equal([ReplayVerdict.Delayed, ReplayVerdict.Sent, ReplayVerdict.Sent, ReplayVerdict.Suppressed], outcomes.Select(o => o.Verdict));
        Assert.Equal(DeliveryReason.TtlExpired, outcomes[3].Reason);
    }

    [Fact]
    public void What_waits_beyond_the_end_has_no_time() =>
        Assert.Equal(new ReplayOutcome(ReplayVerdict.Delayed, DeliveryReason.QuietHours, null), Run(Night, [Send(1) with { At = Start.AddHours(14) }], Start.AddHours(15))[0]);

    [Fact]
    public void Many_of_a_kind_are_merged_by_type_key_and_channel()
    {
        var kind = Tenfold().Select(send => send with { Type = "deploy.failed" }).ToList();
        kind.Add(Send(11) with { Type = "deploy.failed", DigestKey = "other" });
        kind.Add(Send(12) with { Type = "deploy.failed", Provider = ProviderKind.Fcm });
        kind.Add(Send(13) with { Type = "comment" });
        var outcomes = new PolicyReplay(new PolicySettings(), type => type == "deploy.failed" ? new TypeBundling(3, 60) : null, Start.AddDays(7)).Run(kind);
        Assert.Equal(7, outcomes.Count(o => o is { Verdict: ReplayVerdict.Merged, Reason: DeliveryReason.Bundled }));
        Assert.All(outcomes.Skip(10), o => Assert.Equal(ReplayVerdict.Sent, o.Verdict));
    }

    [Fact]
    public void Presence_holds_again_whom_it_held_and_nobody_else()
    {
        ReplayedSend[] sends = [Send(1), Send(2) with { Status = DeliveryStatus.Suppressed, Reason = DeliveryReason.Presence }];
        Assert.Equal([ReplayVerdict.Sent, ReplayVerdict.Suppressed], Run(new PolicySettings { Presence = new PresenceSetting { Then = PresenceSetting.Suppress } }, sends).Select(o => o.Verdict));
        Assert.Equal([ReplayVerdict.Sent, ReplayVerdict.Sent], Run(new PolicySettings(), sends).Select(o => o.Verdict));
    }

    [Fact]
    public void The_difference_is_told_by_reason_and_by_person()
    {
        ReplayedSend[] sends = [.. Tenfold(), Send(20) with { PersonId = 2 }];
        var report = PolicyTimeMachine.Compare(sends, Run(new PolicySettings(), sends), Run(new PolicySettings { Caps = [new CapSetting { Most = 4, Minutes = 1440, Then = CapSetting.Suppress }] }, sends));
        Assert.Equal((11, 5, 6, 6, 1), (report.Before(ReplayVerdict.Sent), report.After(ReplayVerdict.Sent), report.After(ReplayVerdict.Suppressed), report.Changed, report.PeopleChanged));
        var person = Assert.Single(report.People);
        Assert.Equal((1L, 6, 5L), (person.PersonId, person.Changed, person.Changes[0].DeliveryId));
    }

    private static PolicySettings Night => new() { QuietHours = new ProjectQuietHours { Start = "22:00", End = "07:00", Days = EveryDay } };

    private static ReplayOutcome[] Run(PolicySettings policy, IReadOnlyList<ReplayedSend> sends, DateTimeOffset? end = null) => new PolicyReplay(policy, _ => null, end ?? Start.AddDays(7)).Run(sends);

    private static IEnumerable<ReplayedSend> Tenfold() => Enumerable.Range(1, 10).Select(Send);

    private static ReplayedSend Send(int number) => new()
    {
        Id = number, NotificationId = number, PersonId = 1, Provider = ProviderKind.Email, Lane = DeliveryLane.Normal, At = Start.AddMinutes(number - 1), Status = DeliveryStatus.Sent, Reason = DeliveryReason.None,
    };
}
