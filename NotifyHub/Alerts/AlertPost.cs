using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.Options;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Egress;

namespace NotifyHub.Alerts;

/// <summary>Hands one message over. Says in words why it could not be, without secrets; null when it was taken.</summary>
internal sealed class AlertPost(IEgress egress, MailDoor mail, IOptions<SmtpOptions> smtp, AlertSettingsDesk settings, TimeProvider time) : IDisposable
{
    private readonly SignedPost _post = new(egress, time, "alerts", 4);

    public Task<string?> HandOverAsync(AlertMessage message, CancellationToken cancel) =>
        message.Channel == AlertChannel.Email ? MailAsync(message, cancel) : PostAsync(message, cancel);

    public void Dispose() => _post.Dispose();

    private async Task<string?> MailAsync(AlertMessage message, CancellationToken cancel)
    {
        var server = smtp.Value;
        if (!server.IsSet)
        {
            return "No mail server is set (NotifyHub:Email:Smtp:Host).";
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(server.TimeoutSeconds));
        try
        {
            using var letter = new MailMessage(server.From, message.Target, AlertMessages.OneLine(message.Subject), message.Body)
            {
                SubjectEncoding = Encoding.UTF8, BodyEncoding = Encoding.UTF8, IsBodyHtml = false,
            };
            letter.Headers.Add("Auto-Submitted", "auto-generated");
            await mail.SendAsync(new MailServer(server.Host, server.Port, server.StartTls, server.User, server.Password), letter, limit.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"The mail server did not answer within {server.TimeoutSeconds} s.";
        }
        catch (Exception error) when (error is SmtpException or FormatException or InvalidOperationException or IOException)
        {
            return AlertMessages.OneLine($"The mail server refused it: {error.Message}");
        }
    }

    private async Task<string?> PostAsync(AlertMessage message, CancellationToken cancel) =>
        await settings.WebhookSecretAsync(message.ProjectId, cancel) is { } secret
            ? (await _post.PostAsync(message.Target, RowId.Format(RowId.WebhookMessage, message.Id), [secret], message.Body, cancel)).Fault
            : "The webhook has no secret any more.";
}
