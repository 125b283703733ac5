using System.Net;
using System.Net.Mail;
using MailKit.Security;
using MimeKit;

namespace NotifyHub.Security.Egress;

/// <summary>The mail server that the operator set; it may be a private one, since no caller chooses it.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">25, 587 ...</param>
/// <param name="StartTls">Demand TLS before anything is said.</param>
/// <param name="User">Empty for none.</param>
/// <param name="Password">Of the user.</param>
public sealed record MailServer(string Host, int Port, bool StartTls, string User, string Password);

/// <summary>Hands mails to the operator's mail server. Made here, so that the rule of the one way out holds for mail too.</summary>
public sealed class MailDoor
{
    /// <summary>Returns once the server has taken the mail.</summary>
    /// <exception cref="SmtpException">It did not.</exception>
    public async Task SendAsync(MailServer server, MailMessage mail, CancellationToken cancel)
    {
        using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.StartTls, DeliveryMethod = SmtpDeliveryMethod.Network };
        if (server.User.Length > 0)
        {
            client.Credentials = new NetworkCredential(server.User, server.Password);
        }
        await client.SendMailAsync(mail, cancel);
    }

    /// <summary>Hands over a mail that is composed to the last byte. Returns once the server has taken it, with the server's words.</summary>
    /// <exception cref="MailKit.Net.Smtp.SmtpCommandException">The server refused it: its status and words.</exception>
    public async Task<string> SubmitAsync(MailServer server, MimeMessage mail, MailboxAddress from, MailboxAddress to, CancellationToken cancel)
    {
        using var client = new MailKit.Net.Smtp.SmtpClient();
        await client.ConnectAsync(server.Host, server.Port, server.StartTls ? SecureSocketOptions.StartTls : SecureSocketOptions.None, cancel);
        if (server.User.Length > 0)
        {
            await client.AuthenticateAsync(server.User, server.Password, cancel);
        }
        // It is taken with this answer; a connection that ends without farewell takes nothing back, so none is said.
        return await client.SendAsync(mail, from, [to], cancel);
    }
}
