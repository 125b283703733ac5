using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>Tables of templates and of what notifications say in further languages.</summary>
internal static class TemplateModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Template>(e =>
        {
            e.ToTable("templates");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => new { t.ProjectId, t.Id }).HasFilter("archived_at is null").HasDatabaseName("ix_templates_live");
            e.HasIndex(t => new { t.ProjectId, t.Key }).IsUnique().HasFilter("archived_at is null").HasDatabaseName("ux_templates_key");
        });
        model.Entity<TemplateVersion>(e =>
        {
            e.ToTable("template_versions");
            e.Property(v => v.Id).ValueGeneratedNever();
            e.HasIndex(v => new { v.TemplateId, v.Number }).IsUnique();
        });
        model.Entity<TemplateLocale>(e => { e.ToTable("template_locales"); e.HasKey(l => new { l.VersionId, l.Locale }); });
        model.Entity<NotificationContent>(e => { e.ToTable("notification_contents"); e.HasKey(c => new { c.NotificationId, c.Locale }); });
    }
}
