using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.Options;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Egress;

namespace NotifyHub.Alerts;

/// <summary>Hands one message over. Says in words why it could not be, without secrets; null when it was taken.</summary>
internal sealed class AlertPost(IEgress egress, MailDoor mail, IOptions<SmtpOptions> smtp, AlertSettingsDesk settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Lazy<HttpClient> _client = new(() => new HttpClient(egress.CreateHandler(new EgressProfile("alerts", TimeSpan.FromSeconds(5), 4))) { Timeout = Patience });

    public Task<string?> HandOverAsync(AlertMessage message, CancellationToken cancel) =>
        message.Channel == AlertChannel.Email ? MailAsync(message, cancel) : PostAsync(message, cancel);

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

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

    private async Task<string?> PostAsync(AlertMessage message, CancellationToken cancel)
    {
        if (await settings.WebhookSecretAsync(message.ProjectId, cancel) is not { } secret)
        {
            return "The webhook has no secret any more.";
        }
        var (id, at) = ("msg_" + RowId.Format(RowId.Alert, message.Id)[4..], time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, message.Target) { Content = new StringContent(message.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(secret, id, at, message.Body));
        try
        {
            // The headers are the answer; whatever follows is not read.
            using var answer = await _client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return answer.IsSuccessStatusCode ? null : $"The receiver answered {(int)answer.StatusCode}.";
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"The receiver did not answer within {Patience.TotalSeconds} s.";
        }
        catch (HttpRequestException error)
        {
            return error.InnerException is EgressRefusedException refused ? refused.Message : $"The receiver can't be reached ({error.HttpRequestError}).";
        }
    }
}
