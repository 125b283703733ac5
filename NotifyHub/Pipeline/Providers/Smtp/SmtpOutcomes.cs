using System.Globalization;
using System.Text.RegularExpressions;

namespace NotifyHub.Pipeline.Providers.Smtp;

/// <summary>What a mail server's refusal means (RFC 5321, 4.2; enhanced codes: RFC 3463).</summary>
public static partial class SmtpOutcomes
{
    // Of the mailbox itself: unknown, moved without address, syntax, disabled. Everything else that is final is about this mail or this sender, and the address stays.
    private static readonly string[] Mailbox = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];

    /// <summary>The outcome of a status and its words.</summary>
    /// <param name="status">Of the answer, 400 to 599.</param>
    /// <param name="words">Its text.</param>
    /// <param name="ofRecipient">It answered RCPT: without an enhanced code the mailbox is meant.</param>
    public static ProviderOutcome Of(int status, string words, bool ofRecipient)
    {
        var enhanced = Enhanced().Match(words) is { Success: true } match ? match.Value : null;
        var kind = status < 500 || enhanced is ['4', ..] ? OutcomeKind.Retry
            // Over quota: its owner may make room.
            : enhanced == "5.2.2" || (enhanced is null && status == 552 && ofRecipient) ? OutcomeKind.Retry
            : enhanced is not null ? Mailbox.Contains(enhanced) ? OutcomeKind.TokenDead : OutcomeKind.ContentBad
            : ofRecipient && status is 550 or 551 or 553 ? OutcomeKind.TokenDead
            : OutcomeKind.ContentBad;
        return new ProviderOutcome(kind) { Status = status, Code = enhanced ?? string.Create(CultureInfo.InvariantCulture, $"smtp_{status}") };
    }

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Enhanced();
}
