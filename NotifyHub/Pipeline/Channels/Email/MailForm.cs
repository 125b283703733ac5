using MimeKit;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>Sender, reader and identity of a mail.</summary>
/// <param name="DeliveryId">Makes its Message-ID, the same over all tries: a mail that comes twice is shown once.</param>
/// <param name="FromName">Who says it, as shown.</param>
/// <param name="From">Sender's address.</param>
/// <param name="ToName">Reader's name.</param>
/// <param name="To">Reader's address.</param>
/// <param name="Unsubscribe">Link for one click; null for none.</param>
/// <param name="At">Date.</param>
public sealed record MailEnvelope(string DeliveryId, string FromName, string From, string? ToName, string To, string? Unsubscribe, DateTimeOffset At);

/// <summary>A letter as a mail server takes it (RFC 5322, RFC 2046): text and HTML as alternatives, utf-8, quoted-printable.</summary>
public static class MailForm
{
    /// <summary>Stands for the sender while no server, and so no sender, is set.</summary>
    public const string NoServersSender = "notifyhub@localhost";

    /// <summary>The mail. Names and subject are encoded by the library, which lets no value open another header; control characters are taken out before.</summary>
    public static MimeMessage Of(MailLetter letter, MailEnvelope envelope)
    {
        var mail = new MimeMessage { Subject = MailLetter.OneLine(letter.Subject), Date = envelope.At, MessageId = $"{envelope.DeliveryId}@{DomainOf(envelope.From)}" };
        mail.From.Add(new MailboxAddress(MailLetter.OneLine(envelope.FromName), envelope.From));
        mail.To.Add(new MailboxAddress(MailLetter.OneLine(envelope.ToName ?? ""), envelope.To));
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (envelope.Unsubscribe is { } link)
        {
            // RFC 2369 and RFC 8058: the reader's own program may post there without asking anything.
            mail.Headers.Add("List-Unsubscribe", $"<{link}>");
            mail.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        mail.Body = new MultipartAlternative { Part("plain", letter.Text), Part("html", letter.Html) };
        mail.Prepare(EncodingConstraint.SevenBit);
        return mail;
    }

    /// <summary>The mail as a server gets it; ASCII, since it was prepared for seven bits.</summary>
    public static string Source(MimeMessage mail)
    {
        using var bytes = new MemoryStream();
        mail.WriteTo(bytes);
        return System.Text.Encoding.ASCII.GetString(bytes.ToArray());
    }

    private static TextPart Part(string kind, string text)
    {
        var part = new TextPart(kind) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(System.Text.Encoding.UTF8, text);
        return part;
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
