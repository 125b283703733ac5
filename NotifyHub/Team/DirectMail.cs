using Microsoft.Extensions.Options;
using MimeKit;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Pipeline.Providers.Smtp;
using NotifyHub.Security.Egress;

namespace NotifyHub.Team;

/// <summary>Where a mail is.</summary>
/// <param name="Left">The mail server took it.</param>
/// <param name="Fault">Why not, in words; null when it left, or no server is set and it is in the outbox.</param>
public sealed record MailFate(bool Left, string? Fault);

/// <summary>
/// Mails to people who may have no account yet: they are no notifications, so they pass by preferences and queues, and whoever asked for one waits for the server's word.
/// Without a server they are kept in the project's outbox.
/// </summary>
public sealed class DirectMail(SmtpPost post, MailOutbox outbox, IOptions<SmtpOptions> smtp, IOptions<EmailOptions> email, HubIds ids, TimeProvider time)
{
    private const string Product = "NotifyHub";

    /// <summary>Whether mails leave.</summary>
    public bool Leaves => smtp.Value.IsSet;

    /// <summary>The address at which people reach this hub: as set, else as whoever asks reached it. Without a slash at its end.</summary>
    public string Root(string asked) => (email.Value.PublicUrl is { Length: > 0 } set ? set : asked).TrimEnd('/');

    /// <summary>Hands an invitation over.</summary>
    /// <param name="invitation">To whom, to what.</param>
    /// <param name="project">Name of the project.</param>
    /// <param name="inviter">Who asks.</param>
    /// <param name="link">Where it is accepted.</param>
    /// <param name="cancel">Ends the wait for the server.</param>
    public async Task<MailFate> InviteAsync(Invitation invitation, string project, string inviter, string link, CancellationToken cancel = default)
    {
        var message = new PushMessage
        {
            Title = $"{inviter} invites you to {project}",
            Body = $"You are asked to join the team of {project} on NotifyHub as {invitation.Role.ToString().ToLowerInvariant()}.\nThe link works once, until {invitation.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. If you did not expect this, do nothing.",
            Data = new System.Text.Json.Nodes.JsonObject { ["url"] = link },
        };
        // An id of its own each time: the same Message-ID would hide a second mail, and the outbox keeps one of each delivery.
        var id = ids.Next();
        var mail = Write(MailLetter.Of(message, project, null), id, project, invitation.Email);
        if (Leaves)
        {
            return await LeaveAsync(mail, invitation.Email, cancel);
        }
        await outbox.KeepAsync(new OutboxMail
        {
            ProjectId = invitation.ProjectId, DeliveryId = id, UserId = OutboxMail.InvitationPrefix + RowId.Format(RowId.Invitation, invitation.Id), Recipient = invitation.Email, Subject = mail.Subject ?? "", Source = MailForm.Source(mail),
        }, cancel);
        return new MailFate(Left: false, null);
    }

    /// <summary>Mails a sign-in code. Only while <see cref="Leaves"/>: the outbox shows mails to others.</summary>
    public Task<MailFate> CodeAsync(string address, string code, CancellationToken cancel = default)
    {
        // The code is not in the subject, which locked screens show.
        var message = new PushMessage { Title = "Your sign-in code", Body = $"{code}\n\nIt works once, within {SignInCodes.Life.TotalMinutes:0} minutes. If you did not ask for it, do nothing: nobody gets in without it." };
        return LeaveAsync(Write(MailLetter.Of(message, Product, null), ids.Next(), Product, address), address, cancel);
    }

    private MimeMessage Write(MailLetter letter, long id, string from, string address) => MailForm.Of(letter, new MailEnvelope(
        RowId.Format(RowId.OutboxMail, id), from, Leaves ? smtp.Value.From : MailForm.NoServersSender, null, address, null, time.GetUtcNow()));

    private async Task<MailFate> LeaveAsync(MimeMessage mail, string address, CancellationToken cancel)
    {
        var server = smtp.Value;
        var outcome = await post.SendAsync(
            new MailServer(server.Host, server.Port, server.StartTls, server.User, server.Password), mail, server.From, address, TimeSpan.FromSeconds(server.TimeoutSeconds), cancel);
        return outcome.Kind == OutcomeKind.Accepted ? new MailFate(Left: true, null) : new MailFate(Left: false, $"The mail server did not take the mail ({outcome.Code ?? outcome.Kind.ToString()}).");
    }
}
