using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>Tables of types of notifications and of what people chose for them.</summary>
internal static class TypeModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<NotificationType>(e =>
        {
            e.ToTable("notification_types");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => new { t.ProjectId, t.Key }).IsUnique();
        });
        model.Entity<NotificationTypeVersion>(e => { e.ToTable("notification_type_versions"); e.HasKey(v => new { v.TypeId, v.Number }); });
        model.Entity<Preference>(e => { e.ToTable("preferences"); e.HasKey(p => new { p.PersonId, p.Type, p.Channel }); });
        model.Entity<PersonSettings>(e => { e.ToTable("person_settings"); e.HasKey(s => s.PersonId); e.Property(s => s.PersonId).ValueGeneratedNever(); });
    }
}
