using System.Globalization;
using System.Text;
using MimeKit;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>One thing that a mail service tells of an address.</summary>
/// <param name="Address">Whose.</param>
/// <param name="Complaint">Its owner called a mail spam; else it bounced.</param>
/// <param name="Permanent">The bounce is for good.</param>
/// <param name="Code">Enhanced status, such as 5.1.1.</param>
public readonly record struct MailTiding(string Address, bool Complaint, bool Permanent, string? Code);

/// <summary>What was taken in.</summary>
/// <param name="Bounces">Addresses that get nothing more because they are refused for good.</param>
/// <param name="Complaints">Addresses that get nothing more because their owners complained.</param>
/// <param name="Ignored">Told, and nothing follows: a delay, a passing fault, or no address.</param>
public sealed record MailFeedbackTaken(int Bounces, int Complaints, int Ignored);

/// <summary>Takes in bounces and complaints. What is known already changes nothing, so telling it twice does no harm.</summary>
public sealed class MailFeedback(HubEngine engine, IWriteGate gate, MailSuppressions suppressions, TimeProvider time)
{
    internal static readonly string Endpoints = $"""
        select v.id from people p join devices v on v.project_id = p.project_id and v.user_id = p.user_id and v.provider + 0 = {(int)ProviderKind.Email} and v.status <> {(int)DeviceStatus.Retired}
        where p.project_id = @project and p.email = @address
        """;

    /// <summary>What a report in the form of a mail says: delivery status (RFC 3464) or abuse (RFC 5965). Empty when it is neither.</summary>
    public static IReadOnlyList<MailTiding> Read(string message)
    {
        var found = new List<MailTiding>();
        try
        {
            using var source = new MemoryStream(Encoding.UTF8.GetBytes(message));
            foreach (var part in MimeMessage.Load(source).BodyParts)
            {
                if (part is MessageDeliveryStatus status)
                {
                    found.AddRange(status.StatusGroups.Where(group => group["Final-Recipient"] is not null || group["Original-Recipient"] is not null).Select(Bounced));
                }
                else if (part is MessageFeedbackReport report && string.Equals(report.Fields["Feedback-Type"]?.Trim(), "abuse", StringComparison.OrdinalIgnoreCase) && report.Fields["Original-Rcpt-To"] is { } reader)
                {
                    found.Add(new MailTiding(Address(reader), Complaint: true, Permanent: true, "abuse"));
                }
            }
        }
        catch (FormatException)
        {
            // No mail at all: nothing is told.
        }
        return found;
    }

    /// <summary>Takes it in.</summary>
    public async Task<MailFeedbackTaken> TakeAsync(long projectId, IReadOnlyList<MailTiding> told, CancellationToken cancel)
    {
        var (bounces, complaints, ignored) = (0, 0, 0);
        foreach (var one in told)
        {
            if (one.Address.Length == 0 || (!one.Complaint && !one.Permanent))
            {
                ignored++;
                continue;
            }
            (bounces, complaints) = one.Complaint ? (bounces, complaints + 1) : (bounces + 1, complaints);
            var reason = one.Complaint ? "complaint" : "hard_bounce";
            var endpoints = await EndpointsAsync(projectId, one.Address, cancel);
            await suppressions.AddAsync(projectId, one.Address, reason, one.Code, endpoints.Count > 0 ? endpoints[0] : null, cancel);
            await gate.WriteAsync(async session =>
            {
                foreach (var endpoint in endpoints)
                {
                    await DeviceRetirement.RetireAsync(session, projectId, endpoint, reason, time.GetUtcNow(), null);
                }
            }, cancel);
        }
        return new MailFeedbackTaken(bounces, complaints, ignored);
    }

    private async Task<List<long>> EndpointsAsync(long projectId, string address, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(Endpoints, ("@project", projectId), ("@address", address));
        var found = new List<long>();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            found.Add(row.GetInt64(0));
        }
        return found;
    }

    // Only what the server gave up, and only for the mailbox's own fault.
    private static MailTiding Bounced(HeaderList group)
    {
        var code = group["Status"]?.Trim().Split(' ')[0];
        var failed = string.Equals(group["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase);
        var dead = failed && code is { Length: > 0 } && Providers.Smtp.SmtpOutcomes.Of(int.Parse($"{(code[0] == '5' ? 5 : 4)}50", CultureInfo.InvariantCulture), code, ofRecipient: true).Kind == OutcomeKind.TokenDead;
        return new MailTiding(Address(group["Final-Recipient"] ?? group["Original-Recipient"]!), Complaint: false, dead, code is { Length: <= 16 } ? code : null);
    }

    private static string Address(string field)
    {
        var text = field[(field.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().Trim('<', '>');
        return text.Length <= 254 && text.Contains('@', StringComparison.Ordinal) && !text.Any(char.IsControl) ? text : "";
    }
}
