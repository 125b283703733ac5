using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MimeKit;
using NotifyHub.Alerts;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Providers.Smtp;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>Mail: over the operator's server, or into the outbox of this dashboard while none is set.</summary>
public sealed class EmailChannel(
    DeviceTokens tokens, MailReads reads, MailSuppressions suppressions, MailOutbox outbox, UnsubscribeLinks unsubscribing, PreferenceLinks preferring, SmtpPost post, IOptions<SmtpOptions> smtp, IOptions<EmailOptions> options, TimeProvider time)
    : IDeliveryChannel
{
    private static readonly ChannelAccount Installation = new(0, Paused: false);

    /// <inheritdoc/>
    public IReadOnlyList<ProviderKind> Kinds { get; } = [ProviderKind.Email];

    /// <summary>The installation sends for all projects.</summary>
    public ValueTask<ChannelAccount?> AccountAsync(long projectId, ProviderKind kind, CancellationToken cancel) => ValueTask.FromResult<ChannelAccount?>(Installation);

    /// <summary>One project's trouble must not stop another's mail: a server that refuses us is tried again, as one that is down.</summary>
    public Task PauseAsync(long projectId, ChannelAccount account, ProviderOutcome refusal, CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<ChannelAnswer> SendAsync(ChannelCall call, ChannelAccount account, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        return new ChannelAnswer(await OutcomeAsync(call, cancel), time.GetElapsedTime(began));
    }

    private async Task<ProviderOutcome> OutcomeAsync(ChannelCall call, CancellationToken cancel)
    {
        string address;
        try
        {
            address = tokens.Open(call.ProjectId, call.DeviceId, call.SealedToken).Token;
        }
        catch (CryptographicException)
        {
            return new ProviderOutcome(OutcomeKind.ContentBad) { Code = "token_unreadable" };
        }
        if (await suppressions.WhyAsync(call.ProjectId, address, cancel) is { } reason)
        {
            return new ProviderOutcome(OutcomeKind.TokenDead) { Code = $"suppressed_{reason}" };
        }
        if (call.Message.Silent)
        {
            return new ProviderOutcome(OutcomeKind.ContentBad) { Code = "nothing_to_show" };
        }
        var reader = await reads.OfAsync(call.ProjectId, call.DeliveryId, cancel);
        var mail = Write(call, reader, address);
        var server = smtp.Value;
        if (!server.IsSet)
        {
            await outbox.KeepAsync(new OutboxMail { ProjectId = call.ProjectId, DeliveryId = call.DeliveryId, UserId = reader.UserId, Recipient = address, Subject = mail.Subject ?? "", Source = MailForm.Source(mail) }, cancel);
            return new ProviderOutcome(OutcomeKind.Accepted) { MessageId = mail.MessageId, Body = "No mail server is set: kept in the outbox of the dashboard." };
        }
        var outcome = await post.SendAsync(
            new MailServer(server.Host, server.Port, server.StartTls, server.User, server.Password), mail, server.From, address, TimeSpan.FromSeconds(server.TimeoutSeconds), cancel);
        if (outcome.Kind == OutcomeKind.TokenDead)
        {
            await suppressions.AddAsync(call.ProjectId, address, "hard_bounce", outcome.Code, call.DeviceId, cancel);
        }
        return outcome;
    }

    private MimeMessage Write(ChannelCall call, MailReader reader, string address)
    {
        var server = smtp.Value;
        var links = LinksOf(call.ProjectId, reader);
        return MailForm.Of(MailLetter.Of(call.Message, reader.Project, links), new MailEnvelope(
            RowId.Format(RowId.Delivery, call.DeliveryId), reader.Project, server.IsSet ? server.From : MailForm.NoServersSender, reader.Name, address, links?.Unsubscribe, time.GetUtcNow()));
    }

    // Nobody leaves what has no category: it is critical.
    private MailLinks? LinksOf(long projectId, MailReader reader)
    {
        if (reader is not { PersonId: { } person, Category: { } category } || options.Value.PublicUrl is not { Length: > 0 } url)
        {
            return null;
        }
        var root = url.TrimEnd('/');
        var wish = new UnsubscribeWish(projectId, person, reader.Type ?? category, reader.Type is not null);
        return new MailLinks($"{root}/unsubscribe/{unsubscribing.Make(wish)}", $"{root}/preferences/{preferring.Make(new PreferenceHolder(projectId, person), PreferenceLinks.InMail)}");
    }
}
