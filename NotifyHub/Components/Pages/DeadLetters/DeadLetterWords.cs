using System.Globalization;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.DeadLetters;
using NotifyHub.Pipeline.Delivery.DeadLetters;

namespace NotifyHub.Components.Pages.DeadLetters;

/// <summary>What an operator chose to do.</summary>
/// <param name="Deed">Which deed.</param>
/// <param name="MaxPerSecond">Rate of a replay; null for all at once.</param>
/// <param name="IncludePoison">Also those that crashed the process.</param>
public sealed record DeadLetterWish(DeadLetterDeed Deed, double? MaxPerSecond, bool IncludePoison);

/// <summary>Deeds and their progress in words.</summary>
public static class DeadLetterWords
{
    /// <summary>"1,204 letters", "1 letter".</summary>
    public static string Count(int count) => count == 1 ? "1 letter" : $"{Number(count)} letters";

    /// <summary>Where the count of what a filter finds stopped, it says so.</summary>
    public static string Matching(int count) => count > DeadLetterQueries.MostCounted ? $"{Number(DeadLetterQueries.MostCounted)}+" : Number(count);

    /// <summary>"Replaying", "Discarded" ...</summary>
    public static string Deed(DeadLetterRun run) => (run.Deed, run.FinishedAt) switch
    {
        (DeadLetterDeed.Replay, null) => "Replaying",
        (DeadLetterDeed.Replay, _) => "Replayed",
        (DeadLetterDeed.Discard, null) => "Discarding",
        (DeadLetterDeed.Discard, _) => "Discarded",
        (_, null) => "Restoring",
        _ => "Restored",
    };

    /// <summary>What was left alone, and why; empty when nothing was.</summary>
    public static string LeftAlone(DeadLetterRun run) => string.Join("; ", new[]
    {
        run.Expired > 0 ? $"{Number(run.Expired)} past their time to live" : null,
        run.Poison > 0 ? $"{Number(run.Poison)} that crashed the process" : null,
        run.FinishedAt is not null && run.Chosen > run.Done + run.Expired + run.Poison ? $"{Number(run.Chosen - run.Done - run.Expired - run.Poison)} that had moved on" : null,
    }.Where(part => part is not null));

    /// <summary>The toast after an order.</summary>
    public static string Started(DeadLetterAnswer answer) => (answer.Run.Deed, answer.Run.FinishedAt) switch
    {
        (DeadLetterDeed.Replay, null) => $"Replay of {Count(answer.Run.Chosen)} begun.",
        (DeadLetterDeed.Replay, _) => $"{Count(answer.Run.Done)} will go out again.",
        (DeadLetterDeed.Discard, null) => $"Discarding {Count(answer.Run.Chosen)}.",
        (DeadLetterDeed.Discard, _) => $"{Count(answer.Run.Done)} discarded.",
        (_, null) => "Restoring begun.",
        _ => $"{Count(answer.Run.Done)} restored.",
    };

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
