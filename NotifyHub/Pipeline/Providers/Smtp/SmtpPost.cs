using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Smtp;

/// <summary>Hands one mail to the operator's server. Throws only when cancelled.</summary>
public sealed class SmtpPost(MailDoor door)
{
    /// <summary>The server's word, classified.</summary>
    public async Task<ProviderOutcome> SendAsync(MailServer server, MimeMessage mail, string from, string to, TimeSpan patience, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        try
        {
            await door.SubmitAsync(server, mail, new MailboxAddress("", from), new MailboxAddress("", to), limit.Token);
            return new ProviderOutcome(OutcomeKind.Accepted) { Status = 250, MessageId = mail.MessageId };
        }
        catch (SmtpCommandException error)
        {
            return SmtpOutcomes.Of((int)error.StatusCode, error.Message, error.ErrorCode == SmtpErrorCode.RecipientNotAccepted);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // It may have been taken: the answer to the last dot is what was waited for.
            return new ProviderOutcome(OutcomeKind.Retry) { Code = TransportFault.Timeout, MaybeDelivered = true };
        }
        catch (MailKit.Security.AuthenticationException)
        {
            return new ProviderOutcome(OutcomeKind.Retry) { Code = "smtp_auth" };
        }
        catch (MailKit.Security.SslHandshakeException)
        {
            return new ProviderOutcome(OutcomeKind.Retry) { Code = TransportFault.Tls };
        }
        catch (SocketException error)
        {
            return new ProviderOutcome(OutcomeKind.Retry) { Code = error.SocketErrorCode == SocketError.ConnectionRefused ? TransportFault.ConnectRefused : TransportFault.Unreachable };
        }
        catch (Exception error) when (error is IOException or ProtocolException or ServiceNotConnectedException or NotSupportedException or InvalidOperationException)
        {
            // NotSupported: it offers no STARTTLS or no way to sign in that we speak.
            return new ProviderOutcome(OutcomeKind.Retry) { Code = error is NotSupportedException ? TransportFault.Tls : TransportFault.Reset, MaybeDelivered = error is IOException };
        }
    }
}
