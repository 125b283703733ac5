using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;

namespace NotifyHub.Api.Contracts;

/// <summary>What a mail service tells. One of the two.</summary>
public sealed record MailFeedbackBody
{
    /// <summary>Most events of one call.</summary>
    internal const int Most = 100;

    /// <summary>1 to 100.</summary>
    public IReadOnlyList<MailFeedbackEvent>? Events { get; init; }
    /// <summary>A report as it came by mail: delivery status (RFC 3464) or abuse (RFC 5965).</summary>
    public string? Message { get; init; }

    internal IReadOnlyList<MailTiding> Read()
    {
        var faults = new FaultList();
        if (Events is null == Message is null)
        {
            faults.Add("", "not_allowed", "Give events or message.");
        }
        if (Events is { Count: 0 or > Most })
        {
            faults.Add("/events", RefusalCode.BatchTooLarge, $"{Events.Count} events; 1 to {Most} are allowed.");
        }
        for (var i = 0; i < Math.Min(Events?.Count ?? 0, Most); i++)
        {
            faults.OneOf($"/events/{i}/type", Events![i].Type, "bounce", "complaint");
            faults.Length($"/events/{i}/address", Events[i].Address, 254);
            faults.Length($"/events/{i}/code", Events[i].Code, 16);
            if (!Events[i].Address.Contains('@', StringComparison.Ordinal) || (Events[i].Address + Events[i].Code).Any(char.IsControl))
            {
                faults.Add($"/events/{i}/address", "bad_format", "address must be one address, such as ada@example.com, and code plain.");
            }
        }
        faults.ThrowIfAny();
        return Events is null ? MailFeedback.Read(Message!) : [.. Events.Select(e => new MailTiding(e.Address.Trim(), e.Type == "complaint", e.Permanent ?? true, e.Code))];
    }
}

/// <summary>One thing about one address.</summary>
public sealed record MailFeedbackEvent
{
    /// <summary>bounce or complaint.</summary>
    public required string Type { get; init; }
    /// <summary>Whose mailbox.</summary>
    public required string Address { get; init; }
    /// <summary>Of a bounce: whether it is for good; true when not given.</summary>
    public bool? Permanent { get; init; }
    /// <summary>Enhanced status, such as 5.1.1; at most 16 characters.</summary>
    public string? Code { get; init; }
}

/// <summary>An address that gets no mail; only its domain is known.</summary>
/// <param name="Id"><c>sup_...</c></param>
/// <param name="Domain">After the at sign.</param>
/// <param name="Reason">hard_bounce or complaint.</param>
/// <param name="Code">The mail server's code.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record SuppressionItem(string Id, string Domain, string Reason, string? Code, DateTimeOffset CreatedAt)
{
    internal static SuppressionItem From(MailSuppression row) => new(RowId.Format(RowId.Suppression, row.Id), row.Domain, row.Reason, row.Code, row.CreatedAt);
}
