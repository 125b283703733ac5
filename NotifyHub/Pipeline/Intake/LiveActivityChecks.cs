namespace NotifyHub.Pipeline.Intake;

/// <summary>What a live activity's event needs and what it can't have.</summary>
internal static class LiveActivityChecks
{
    private const int MostScore = 1_000_000;

    public static void Check(PushSend send, PushSendOptions options, FaultList faults)
    {
        if (options.LiveActivity is not { } activity)
        {
            return;
        }
        const string here = "/options/liveActivity";
        faults.OneOf(here + "/event", activity.Event, "start", "update", "end");
        var starts = activity.Event == "start";
        Belongs("contentState", activity.ContentState, mayBe: true, mustBe: starts || activity.Event == "update", activity, faults);
        Belongs("attributesType", activity.AttributesType, mayBe: starts, mustBe: starts, activity, faults);
        Belongs("attributes", activity.Attributes, mayBe: starts, mustBe: starts, activity, faults);
        Belongs("dismissalDate", activity.DismissalDate, mayBe: activity.Event == "end", mustBe: false, activity, faults);
        faults.Length(here + "/attributesType", activity.AttributesType, 200);
        if (activity.RelevanceScore is { } score && Math.Abs(score) > MostScore)
        {
            faults.Add(here + "/relevanceScore", "out_of_range", $"relevanceScore must be -{MostScore} to {MostScore}.");
        }
        if (starts && string.IsNullOrWhiteSpace(send.Title) && string.IsNullOrWhiteSpace(send.Body) && options.Localization is null)
        {
            faults.Add("/title", "required", "A live activity starts with an alert: give a title or a body.");
        }
        if (options.Silent)
        {
            faults.Add("/options/silent", "not_allowed", "A live activity is no silent push; without a title and a body it changes without an alert.");
        }
        if (options.ContentAvailable)
        {
            faults.Add("/options/contentAvailable", "not_allowed", "A live activity does not wake the app.");
        }
    }

    private static void Belongs(string field, object? value, bool mayBe, bool mustBe, PushSendLiveActivity activity, FaultList faults)
    {
        if (value is null && mustBe)
        {
            faults.Add($"/options/liveActivity/{field}", "required", $"The event {activity.Event} needs {field}.");
        }
        else if (value is not null && !mayBe)
        {
            faults.Add($"/options/liveActivity/{field}", "not_allowed", $"The event {activity.Event} has no {field}.");
        }
    }
}
