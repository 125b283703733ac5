using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.Health;

/// <summary>One vendor's answers to one project in ten seconds of a batch, counted before they are written: a row for many.</summary>
internal sealed class AnswerTally(long projectId, ProviderKind provider, DateTimeOffset startsAt)
{
    private readonly int[] _classes = new int[Enum.GetValues<AnswerClass>().Length];
    private readonly int[] _latencies = new int[LatencySteps.Count];

    public long ProjectId => projectId;
    public ProviderKind Provider => provider;
    public DateTimeOffset StartsAt => startsAt;
    public int Invalid => _classes[(int)AnswerClass.Invalid];
    public DateTimeOffset? SuccessAt { get; private set; }
    public (ProviderOutcome Outcome, DateTimeOffset At)? Failure { get; private set; }

    public int Of(AnswerClass kind) => _classes[(int)kind];
    public int Within(int step) => _latencies[step];

    public void Add(ProviderOutcome outcome, TimeSpan took, DateTimeOffset at)
    {
        _classes[(int)AnswerClasses.Of(outcome)]++;
        if (outcome.Status is not null)
        {
            _latencies[LatencySteps.StepOf(took)]++;
        }
        if (outcome.Kind == OutcomeKind.Accepted)
        {
            SuccessAt = at;
        }
        else
        {
            Failure = (outcome, at);
        }
    }
}
