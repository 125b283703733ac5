using System.Data.Common;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Health;

/// <summary>Kinds of answers that the health figures tell apart.</summary>
internal enum AnswerClass { Sent, Invalid, RateLimited, Timeout, Other }

/// <summary>How often a vendor gave an answer.</summary>
internal readonly record struct AnswerCount(ProviderKind Provider, AnswerClass Class, int Count)
{
    private const int TooManyRequests = 429;

    /// <summary>Columns: provider, outcome, status, code, count.</summary>
    public static AnswerCount Read(DbDataReader row) =>
        new((ProviderKind)row.GetInt32(0), Classify(row.GetString(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.TextOrNull(3)), row.GetInt32(4));

    internal static AnswerClass Classify(string outcome, int? status, string? code) => outcome switch
    {
        nameof(OutcomeKind.Accepted) => AnswerClass.Sent,
        nameof(OutcomeKind.TokenDead) or nameof(OutcomeKind.EnvironmentMismatch) => AnswerClass.Invalid,
        nameof(OutcomeKind.TokenSlow) => AnswerClass.RateLimited,
        _ when status == TooManyRequests => AnswerClass.RateLimited,
        _ when code == "timeout" => AnswerClass.Timeout,
        _ => AnswerClass.Other,
    };
}
