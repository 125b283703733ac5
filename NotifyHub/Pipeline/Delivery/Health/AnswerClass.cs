namespace NotifyHub.Pipeline.Delivery.Health;

/// <summary>Kinds of answers that the health figures tell apart.</summary>
internal enum AnswerClass { Sent, Invalid, RateLimited, Timeout, Other }

/// <summary>Sorts answers.</summary>
internal static class AnswerClasses
{
    private const int TooManyRequests = 429;

    public static AnswerClass Of(ProviderOutcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Accepted => AnswerClass.Sent,
        OutcomeKind.TokenDead or OutcomeKind.EnvironmentMismatch => AnswerClass.Invalid,
        OutcomeKind.TokenSlow => AnswerClass.RateLimited,
        _ when outcome.Status == TooManyRequests => AnswerClass.RateLimited,
        _ when outcome.Code == "timeout" => AnswerClass.Timeout,
        _ => AnswerClass.Other,
    };
}
