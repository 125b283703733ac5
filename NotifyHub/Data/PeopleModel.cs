using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>Tables of what people find, are reminded of and sign in with.</summary>
internal static class PeopleModel
{
    /// <summary>An item that counts in the badge; the partial index and its queries must say it in the same words.</summary>
    public const string Unread = "read_at is null and archived_at is null and snoozed_until is null and deleted_at is null";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<InboxItem>(e =>
        {
            e.ToTable("inbox_items");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.HasIndex(i => new { i.PersonId, i.Position }).HasFilter("deleted_at is null").HasDatabaseName("ix_inbox_items_list");
            e.HasIndex(i => new { i.PersonId, i.Position }, "ix_inbox_items_unread").HasFilter(Unread);
            e.HasIndex(i => new { i.PersonId, i.Changed });
            e.HasIndex(i => i.SnoozedUntil).HasFilter("snoozed_until is not null").HasDatabaseName("ix_inbox_items_snoozed");
            e.HasIndex(i => i.ReadAt).HasFilter("read_at is not null and deleted_at is null").HasDatabaseName("ix_inbox_items_read");
            e.HasIndex(i => i.DeletedAt).HasFilter("deleted_at is not null").HasDatabaseName("ix_inbox_items_deleted");
        });
        model.Entity<PersonPresence>(e => { e.ToTable("person_presence"); e.HasKey(p => p.PersonId); e.Property(p => p.PersonId).ValueGeneratedNever(); });
        model.Entity<DigestState>(e => { e.ToTable("digest_states"); e.HasKey(d => d.PersonId); e.Property(d => d.PersonId).ValueGeneratedNever(); e.HasIndex(d => d.NextAt); });
        model.Entity<Bundle>(e => { e.ToTable("bundles"); e.HasKey(b => new { b.PersonId, b.Type, b.Channel, b.NotificationId }); e.HasIndex(b => b.SummaryAt); });
        model.Entity<Reminder>(e =>
        {
            e.ToTable("reminders");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.HasIndex(r => new { r.PersonId, r.Key }).IsUnique();
            e.HasIndex(r => new { r.PersonId, r.Id });
            e.HasIndex(r => r.NextAt).HasFilter("next_at is not null").HasDatabaseName("ix_reminders_next");
        });
        model.Entity<PersonalToken>(e =>
        {
            e.ToTable("personal_tokens");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => t.LookupId).IsUnique();
            e.HasIndex(t => new { t.UserId, t.Id });
        });
        model.Entity<Invitation>(e =>
        {
            e.ToTable("invitations");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.HasIndex(i => i.SecretHash).IsUnique();
            e.HasIndex(i => new { i.ProjectId, i.Id });
        });
        model.Entity<Passkey>(e => { e.ToTable("passkeys"); e.HasKey(p => p.CredentialId); e.HasIndex(p => p.UserId); });
        model.Entity<SignInCode>(e => { e.ToTable("sign_in_codes"); e.HasKey(c => c.UserId); e.Property(c => c.UserId).ValueGeneratedNever(); });
    }
}
