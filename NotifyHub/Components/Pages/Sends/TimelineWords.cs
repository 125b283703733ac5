using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>Steps of a timeline in words.</summary>
public static class TimelineWords
{
    /// <summary>What happened.</summary>
    public static string Title(TimelineStep step, ProviderKind provider) => step.Kind switch
    {
        StepKind.Accepted => "Accepted and stored",
        StepKind.Scheduled => "Scheduled for later",
        StepKind.Due => "Came due",
        StepKind.Attempt => $"Attempt {step.Attempt!.Number}: {AttemptWords.Outcome(step.Attempt.Outcome).ToLowerInvariant()}",
        StepKind.Receipt => Receipt(step, provider.Label()),
        StepKind.Sent => $"{provider.Label()} has it",
        StepKind.Interaction => Interaction(step.Interaction!),
        StepKind.Deed => Deed(step.Deed!.Action),
        StepKind.Replayed => "Replayed from the dead letters",
        StepKind.Discarded => "Discarded from the dead letters",
        StepKind.Ended => DeliveryWords.Label(step.Status!.Value),
        StepKind.Waiting when step.Reason is DeliveryReason.ProviderResting or DeliveryReason.RateLimited => "Waits for its turn",
        _ => DeliveryWords.Waits(step.Status!.Value),
    };

    /// <summary>More about it, empty when there is none.</summary>
    public static string Detail(TimelineStep step) => step.Kind switch
    {
        StepKind.Attempt => Attempt(step.Attempt!),
        StepKind.Receipt => step.Attempt is { } receipt ? AttemptWords.Code(receipt.Code ?? "") : step.Ahead ? "What Apple or Google said of it" : "It may have arrived all the same",
        StepKind.Interaction when step.Interaction!.ReplyText is { } reply => $"“{reply}”",
        StepKind.Interaction when step.Interaction!.ActionId is { } action => $"Button {action}",
        StepKind.Deed => $"By {step.Deed!.Actor}",
        StepKind.Ended or StepKind.Waiting when step.Reason != DeliveryReason.Cancelled => DeliveryWords.Reason(step.Reason),
        _ => "",
    };

    /// <summary>How it feels.</summary>
    public static Tone Tone(TimelineStep step) => step.Kind switch
    {
        StepKind.Attempt => Tone(step.Attempt!),
        StepKind.Receipt => step.Attempt is { } receipt ? Tone(receipt) : step.Ahead ? Shared.Tone.Idle : Shared.Tone.Warn,
        StepKind.Sent or StepKind.Interaction => Shared.Tone.Ok,
        StepKind.Ended => DeliveryWords.Tone(step.Status!.Value),
        StepKind.Waiting => Shared.Tone.Busy,
        _ => Shared.Tone.Idle,
    };

    private static Tone Tone(Attempt answer) => answer.Outcome switch
    {
        nameof(OutcomeKind.Accepted) => Shared.Tone.Ok,
        nameof(OutcomeKind.Retry) or nameof(OutcomeKind.TokenSlow) or nameof(OutcomeKind.AuthExpired) => Shared.Tone.Warn,
        _ => Shared.Tone.Bad,
    };

    private static string Receipt(TimelineStep step, string relay) => step switch
    {
        { Ahead: true } => $"{relay} is asked for its receipt",
        { Attempt: null } => $"No receipt from {relay} within a day",
        { Attempt.Outcome: nameof(OutcomeKind.Accepted) } => $"{relay}'s receipt: Apple or Google took it",
        { Attempt: var receipt } => $"{relay}'s receipt: {AttemptWords.Outcome(receipt!.Outcome).ToLowerInvariant()}",
    };

    private static string Attempt(Attempt attempt)
    {
        var parts = new List<string>();
        if (attempt.Status is { } status)
        {
            parts.Add($"HTTP {status}");
        }
        if (attempt.Code is { } code)
        {
            parts.Add(AttemptWords.Code(code));
        }
        parts.Add($"answered in {TimeWords.Span(TimeSpan.FromMilliseconds(attempt.DurationMs))}");
        if (attempt.RetryInMs is { } wait)
        {
            parts.Add($"next try after {TimeWords.Span(TimeSpan.FromMilliseconds(wait))}");
        }
        return string.Join(" · ", parts);
    }

    private static string Interaction(Interaction word) => word.Kind switch
    {
        InteractionKind.Received => "Received by the device",
        InteractionKind.Opened => "Opened",
        InteractionKind.Dismissed => "Dismissed",
        InteractionKind.Action => "Button pressed",
        InteractionKind.Reply => "Replied",
        _ => word.Kind.ToString(),
    };

    private static string Deed(string action) => action switch
    {
        "delivery.retried" => "Retried by hand",
        "delivery.cancelled" => "Cancelled by hand",
        _ => action,
    };
}
