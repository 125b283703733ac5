using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>Tables and indexes of campaigns.</summary>
internal static class CampaignModel
{
    /// <summary>The campaign that a notification is a part of. Parameter: @id.</summary>
    public const string OwnerSql = "select campaign_id from campaign_variants where notification_id = @id limit 1";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Campaign>(e =>
        {
            e.ToTable("campaigns");
            e.Property(c => c.Id).ValueGeneratedNever();
            e.HasIndex(c => new { c.ProjectId, c.Id });
            e.HasIndex(c => c.DueAt).HasFilter("due_at is not null").HasDatabaseName("ix_campaigns_due");
        });
        model.Entity<CampaignVariant>(e =>
        {
            e.ToTable("campaign_variants");
            e.HasKey(v => new { v.CampaignId, v.Number });
            e.HasIndex(v => v.NotificationId).HasFilter("notification_id is not null").HasDatabaseName("ix_campaign_variants_notification");
        });
    }
}
