using MimeKit;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Outbox;

/// <summary>Mails that were kept, one of them opened, and addresses that get none.</summary>
public sealed class OutboxState(MailOutbox outbox, MailSuppressions suppressions)
{
    internal const int Shown = 25;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<OutboxMail> Mails { get; private set; } = [];
    /// <summary>Where the next page begins; null on the last.</summary>
    public long? Older { get; private set; }
    /// <summary>The opened one; null for none.</summary>
    public OutboxMail? Open { get; private set; }
    /// <summary>Its text part.</summary>
    public string Text { get; private set; } = "";
    /// <summary>Its HTML part.</summary>
    public string Html { get; private set; } = "";
    /// <summary>Addresses that get none, newest first.</summary>
    public IReadOnlyList<MailSuppression> Suppressed { get; private set; } = [];

    /// <summary>Reads a page and the opened mail; invitations for owners only.</summary>
    public async Task LoadAsync(Member member, long? before, long? opened, CancellationToken cancel = default)
    {
        var (projectId, owner) = (member.ProjectId, member.Is(ProjectRole.Owner));
        var rows = await outbox.PageAsync(projectId, owner, before, Shown + 1, cancel);
        (Mails, Older) = ([.. rows.Take(Shown)], rows.Count > Shown ? rows[Shown - 1].Id : null);
        Open = opened is { } id ? await outbox.FindAsync(projectId, owner, id, cancel) : null;
        Suppressed = await suppressions.PageAsync(projectId, null, 100, cancel);
        if (Open is { } mail)
        {
            using var source = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(mail.Source));
            using var parsed = await MimeMessage.LoadAsync(source, cancel);
            (Text, Html) = (parsed.TextBody ?? "", parsed.HtmlBody ?? "");
        }
    }
}
