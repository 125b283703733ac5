using NotifyHub.Data.Rows;
using NotifyHub.Digests;

namespace NotifyHub.Tests.Digests;

/// <summary>Slots stand where the clock names them, in every zone and on every day.</summary>
public sealed class DigestSlotsTests
{
    private static readonly TimeZoneInfo Zurich = TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich");

    [Theory]
    [InlineData(DigestCadence.Hourly, "2026-06-11T08:00:00Z", "2026-06-11T09:00:00Z")]
    [InlineData(DigestCadence.Hourly, "2026-06-11T08:59:59Z", "2026-06-11T09:00:00Z")]
    [InlineData(DigestCadence.SixHourly, "2026-06-11T08:30:00Z", "2026-06-11T10:00:00Z")]
    [InlineData(DigestCadence.Daily, "2026-06-11T05:59:59Z", "2026-06-11T06:00:00Z")]
    [InlineData(DigestCadence.Daily, "2026-06-11T06:00:00Z", "2026-06-12T06:00:00Z")]
    [InlineData(DigestCadence.Weekly, "2026-06-11T06:00:00Z", "2026-06-15T06:00:00Z")]
    [InlineData(DigestCadence.Weekly, "2026-06-15T06:00:00Z", "2026-06-22T06:00:00Z")]
    public void The_next_slot(DigestCadence cadence, string moment, string slot) => Assert.Equal(At(slot), DigestSlots.After(cadence, 8, Zurich, At(moment)));

    [Fact]
    public void Nobody_gets_what_they_did_not_choose() => Assert.Null(DigestSlots.After(DigestCadence.None, 8, Zurich, At("2026-06-11T08:00:00Z")));

    [Fact]
    public void A_digest_that_is_late_every_day_does_not_drift()
    {
        var slot = At("2026-01-01T07:00:00Z");
        for (var day = 1; day <= 365; day++)
        {
            // Each is done as late as it can be, and still the next is at eight.
            slot = DigestSlots.After(DigestCadence.Daily, 8, Zurich, slot.AddHours(22.9))!.Value;
            Assert.Equal(new DateTime(2026, 1, 1, 8, 0, 0).AddDays(day), TimeZoneInfo.ConvertTime(slot, Zurich).DateTime);
        }
    }

    [Fact]
    public void An_hour_that_the_clock_skips_is_had_once_at_the_end_of_the_gap() =>
        Assert.Equal([At("2026-03-28T01:00:00Z"), At("2026-03-29T01:00:00Z"), At("2026-03-30T00:00:00Z")], Next(DigestCadence.Daily, 2, At("2026-03-28T00:30:00Z"), 3));

    [Fact]
    public void An_hour_that_the_clock_shows_twice_is_had_once() =>
        Assert.Equal([At("2026-10-25T00:00:00Z"), At("2026-10-26T01:00:00Z")], Next(DigestCadence.Daily, 2, At("2026-10-24T12:00:00Z"), 2));

    [Fact]
    public void Every_zone_has_one_slot_a_day_through_a_year()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var at = At("2026-01-01T00:00:00Z");
            for (var count = 0; count < 366; count++)
            {
                var next = DigestSlots.After(DigestCadence.Daily, count % 24 < 12 ? 0 : 2, zone, at)!.Value;
                Assert.InRange((next - at).TotalHours, 0.001, 27.001);
                at = next;
            }
        }
    }

    private static IEnumerable<DateTimeOffset> Next(DigestCadence cadence, int hour, DateTimeOffset from, int count)
    {
        for (var i = 0; i < count; i++)
        {
            from = DigestSlots.After(cadence, hour, Zurich, from)!.Value;
            yield return from;
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
