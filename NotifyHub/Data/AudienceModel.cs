using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>Tables of people, topics and consent.</summary>
internal static class AudienceModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Person>(e =>
        {
            e.ToTable("people");
            e.Property(p => p.Id).ValueGeneratedNever();
            e.HasIndex(p => new { p.ProjectId, p.UserId }).IsUnique();
            e.HasIndex(p => new { p.ProjectId, p.Id });
            e.HasIndex(p => new { p.ProjectId, p.MemberId }).IsUnique().HasFilter("member_id is not null").HasDatabaseName("ux_people_member");
            e.HasIndex(p => new { p.ProjectId, p.FingerprintHex }).HasFilter("fingerprint_hex is not null");
            e.Property(p => p.HasEndpoints).HasDefaultValue(false);
            e.HasIndex(p => p.Id).HasFilter("has_endpoints = 0").HasDatabaseName("ix_people_without_endpoints");
            e.HasIndex(p => new { p.ProjectId, p.Email }).HasFilter("email is not null");
        });
        model.Entity<Topic>(e =>
        {
            e.ToTable("topics");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => new { t.ProjectId, t.Name }).IsUnique();
            e.HasIndex(t => new { t.ProjectId, t.Id });
        });
        model.Entity<TopicSubscription>(e =>
        {
            e.ToTable("topic_subscriptions");
            e.HasKey(s => new { s.TopicId, s.Kind, s.SubscriberId });
            e.HasIndex(s => new { s.SubscriberId, s.Kind, s.TopicId });
        });
        model.Entity<Segment>(e =>
        {
            e.ToTable("segments");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.HasIndex(s => new { s.ProjectId, s.Name }).IsUnique();
            e.HasIndex(s => new { s.ProjectId, s.Id });
        });
        model.Entity<OptOut>(e =>
        {
            e.ToTable("opt_outs");
            e.Property(o => o.Id).ValueGeneratedNever();
            e.HasIndex(o => new { o.ProjectId, o.Subject, o.SubjectId, o.Category }).IsUnique();
            e.HasIndex(o => o.ProjectId).HasFilter("opted_out = 1").HasDatabaseName("ix_opt_outs_out");
        });
        model.Entity<ConsentRecord>(e =>
        {
            e.ToTable("consent_records");
            e.Property(c => c.Id).ValueGeneratedNever();
            e.HasIndex(c => new { c.ProjectId, c.Subject, c.SubjectId, c.Id });
        });
        model.Entity<Erasure>(e =>
        {
            e.ToTable("erasures");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.HasIndex(r => new { r.ProjectId, r.Id });
            e.HasIndex(r => r.Id).HasFilter("finished_at is null").HasDatabaseName("ix_erasures_open");
        });
    }
}
