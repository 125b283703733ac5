using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>Tables of the mail channel.</summary>
internal static class MailModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<MailSuppression>(e =>
        {
            e.ToTable("mail_suppressions");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.HasIndex(s => new { s.ProjectId, s.AddressHash }).IsUnique();
            e.HasIndex(s => new { s.ProjectId, s.Id });
        });
        model.Entity<OutboxMail>(e =>
        {
            e.ToTable("outbox_mails");
            e.Property(m => m.Id).ValueGeneratedNever();
            e.HasIndex(m => new { m.ProjectId, m.Id });
            e.HasIndex(m => new { m.ProjectId, m.DeliveryId }).IsUnique();
            e.HasIndex(m => new { m.ProjectId, m.UserId });
        });
    }
}
