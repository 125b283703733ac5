using System.Globalization;
using NotifyHub.Components.Shared;
using NotifyHub.Pipeline.Explain;

namespace NotifyHub.Components.Pages.Compose;

/// <summary>The whole send in one sentence.</summary>
public static class ComposeWords
{
    /// <summary>"“Sale” goes to 15 devices that follow the topic news, on 3 May 2026 09:00 (Europe/Zurich); 3 of them would get nothing now."</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="words">What it says.</param>
    /// <param name="reach">Whom it reaches.</param>
    /// <param name="zone">The writer's.</param>
    public static string Sentence(ComposeDraft draft, SendWords words, Reach reach, ViewerZone zone)
    {
        var title = words.Message.Title is { Length: > 0 } said ? $"“{said}”" : words.Message.Silent ? "A silent push" : "A push without a title";
        var left = reach.Matched - reach.Reachable;
        var rest = left == 0 ? "" : $"; {Number(left)} of them would get nothing now";
        return $"{title} goes to {(reach.IsEstimate ? "about " : "")}{Devices(reach.Matched)} {Audience(draft, reach.Matched)}, {When(draft, zone)}{rest}.";
    }

    /// <summary>Whose devices.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="count">How many they are.</param>
    public static string Audience(ComposeDraft draft, long count) => draft.Audience switch
    {
        ComposeAudience.Topic => $"that {(count == 1 ? "follows" : "follow")} the topic {draft.Topic.Trim()}",
        ComposeAudience.Segment => "of the segment",
        ComposeAudience.Person => $"of {draft.Person.Trim()}",
        ComposeAudience.People => $"of {Number(PeopleList.Read(draft.People).Ids.Count)} people on your list",
        ComposeAudience.Device => "that you named",
        _ => "of the whole project",
    };

    private static string When(ComposeDraft draft, ViewerZone zone) => draft.When switch
    {
        ComposeWhen.At when draft.At is { } at => $"on {Clock(at)} ({zone.Zone.Id})",
        ComposeWhen.Local when draft.At is { } at => $"when each recipient's own clock shows {Clock(at)}",
        _ => "now",
    };

    private static string Clock(DateTime at) => at.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    private static string Devices(long count) => count == 1 ? "1 device" : $"{Number(count)} devices";

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
