using NotifyHub.Data;
using NotifyHub.Insights.Impact;
using NotifyHub.Pipeline.Feedback.Events;

namespace NotifyHub.Tests.Insights.Impact;

/// <summary>Every statement about events, for the tests of their plans on both engines.</summary>
internal static class ImpactStatements
{
    private static readonly DateTimeOffset Day = DateTimeOffset.UnixEpoch.AddYears(56);

    public static string Of(HubEngine engine, string what) => what switch
    {
        "a delivery's ties" => ImpactQueries.Ties(1, Day).Text,
        "a campaign's counts" => ImpactQueries.Counted(1, "c").Text,
        "a campaign's totals" => ImpactQueries.Totals(1, "c").Text,
        "a campaign's tail" => ImpactQueries.Tail(1, "c", 1).Text,
        "a campaign's tail in sum" => ImpactQueries.TailTotals(1, "c", 1).Text,
        "whether a campaign is there" => ImpactQueries.Exists(1, "c").Text,
        "whether a campaign was sent" => ImpactQueries.AnySent(1, "c").Text,
        "an event's ties" => EventQueries.Tied(1).Text,
        "pushes to a device" => EventQueries.ToDevice(engine, 1, 1, Day).Text,
        "pushes to a person" => EventQueries.ToUser(engine, 1, "u", Day).Text,
        "a tie by name" => ImpactLinks.Named,
        "ties by session" => ImpactLinks.OfSession,
        "ties by confirmation" => ImpactLinks.OfConfirmation,
        "an event by its id" => EventIntake.Find,
        "what is to be counted" => ImpactRollup.SliceEnd,
        "counting" => ImpactRollup.Count,
        "summing" => ImpactRollup.Total,
        "sessions" => ImpactRollup.Sessions,
        "clean-up of ties" => EventCleanup.Ties,
        "clean-up of events" => EventCleanup.Events,
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "No such statement."),
    };
}
