using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>Tables and indexes of what is to come.</summary>
internal static class ScheduleModel
{
    public static void Configure(ModelBuilder model) => model.Entity<SendSchedule>(e =>
    {
        e.ToTable("schedules");
        e.Property(s => s.Id).ValueGeneratedNever();
        e.Property(s => s.Version).IsConcurrencyToken();
        e.HasIndex(s => new { s.ProjectId, s.Id });
        e.HasIndex(s => s.NextAt).HasFilter("next_at is not null").HasDatabaseName("ix_schedules_due");
        e.HasIndex(s => new { s.ProjectId, s.NextAt, s.Id }).HasFilter("next_at is not null").HasDatabaseName("ix_schedules_next");
    });
}
