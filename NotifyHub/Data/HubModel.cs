using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>Tables, keys and indexes. Each list that the dashboard shows and each claim has its index here; PlanTests hold the plans.</summary>
internal static class HubModel
{
    public static void Configure(ModelBuilder model)
    {
        Access(model);
        Queue(model);
        AudienceModel.Configure(model);
        Protection(model);
        Operators(model);
        ScheduleModel.Configure(model);
        Impact(model);
        Webhooks(model);
        TemplateModel.Configure(model);
        TypeModel.Configure(model);
        MailModel.Configure(model);
        PeopleModel.Configure(model);
        CampaignModel.Configure(model);
        NameInSnakeCase(model);
    }

    private static void Access(ModelBuilder model)
    {
        model.Entity<HubUser>().ToTable("users");
        model.Entity<IdentityUserClaim<long>>().ToTable("user_claims");
        model.Entity<IdentityUserLogin<long>>().ToTable("user_logins");
        model.Entity<IdentityUserToken<long>>().ToTable("user_tokens");
        model.Entity<Project>(e => { e.ToTable("projects"); e.Property(p => p.Id).ValueGeneratedNever(); });
        model.Entity<ProjectMember>(e => { e.ToTable("project_members"); e.HasKey(m => new { m.ProjectId, m.UserId }); e.HasIndex(m => m.UserId); });
        model.Entity<ApiKey>(e =>
        {
            e.ToTable("api_keys");
            e.Property(k => k.Id).ValueGeneratedNever();
            e.HasIndex(k => k.LookupId).IsUnique();
            e.HasIndex(k => new { k.ProjectId, k.Id });
        });
        model.Entity<ProviderCredential>(e =>
        {
            e.ToTable("provider_credentials");
            e.Property(c => c.Id).ValueGeneratedNever();
            e.HasIndex(c => new { c.ProjectId, c.Provider, c.Version }).IsUnique();
            e.HasIndex(c => new { c.ProjectId, c.Provider }).IsUnique().HasFilter($"state = {(int)CredentialState.Active}").HasDatabaseName("ux_provider_credentials_active");
        });
        model.Entity<AuditEntry>(e => { e.ToTable("audit_entries"); e.Property(a => a.Id).ValueGeneratedNever(); e.HasIndex(a => new { a.ProjectId, a.Id }); });
        model.Entity<WebOrigin>(e => { e.ToTable("web_origins"); e.HasKey(o => new { o.ProjectId, o.Origin }); e.HasIndex(o => o.Origin); });
        model.Entity<InstallationFact>(e => { e.ToTable("installation_facts"); e.HasKey(f => f.Name); });
        model.Entity<JobRun>(e => { e.ToTable("job_runs"); e.Property(j => j.Id).ValueGeneratedNever(); e.HasIndex(j => new { j.Job, j.Id }); });
    }

    private static void Queue(ModelBuilder model)
    {
        model.Entity<Device>(e =>
        {
            e.ToTable("devices");
            e.Property(d => d.Id).ValueGeneratedNever();
            e.HasIndex(d => new { d.ProjectId, d.Provider, d.TokenHash }).IsUnique();
            e.HasIndex(d => new { d.ProjectId, d.InstallationId, d.Provider }).IsUnique().HasFilter("installation_id is not null").HasDatabaseName("ux_devices_installation");
            e.HasIndex(d => new { d.ProjectId, d.Id }).HasFilter(ProviderNames.IsPushSql("provider"));
            e.HasIndex(d => new { d.ProjectId, d.Provider, d.Id }).HasFilter($"status = {(int)DeviceStatus.Quarantined}").HasDatabaseName("ix_devices_quarantined");
            e.HasIndex(d => new { d.ProjectId, d.Provider, d.RetiredAt }).HasFilter($"status = {(int)DeviceStatus.Retired}").HasDatabaseName("ix_devices_retired");
            e.HasIndex(d => d.LastSeenAt).HasFilter($"status = {(int)DeviceStatus.Active} and {ProviderNames.IsPushSql("provider")}").HasDatabaseName("ix_devices_last_seen");
            e.HasIndex(d => new { d.ProjectId, d.UserId }).HasFilter("user_id is not null");
            e.HasIndex(d => new { d.ProjectId, d.FingerprintHex }).HasFilter("fingerprint_hex is not null");
        });
        model.Entity<Notification>(e =>
        {
            e.ToTable("notifications");
            e.Property(n => n.Id).ValueGeneratedNever();
            e.Property(n => n.Localized).HasDefaultValue(false);
            e.HasIndex(n => new { n.ProjectId, n.Id });
            e.HasIndex(n => new { n.ProjectId, n.SendAt, n.Id }).HasFilter("send_at is not null").HasDatabaseName("ix_notifications_upcoming");
        });
        model.Entity<DeliveryTask>(e =>
        {
            e.ToTable("deliveries");
            e.Property(d => d.Id).ValueGeneratedNever();
            e.HasIndex(d => new { d.NotificationId, d.DeviceId }).IsUnique();
            e.HasIndex(d => new { d.ProjectId, d.Id });
            e.HasIndex(d => new { d.ProjectId, d.Status, d.Id });
            e.HasIndex(d => new { d.ProjectId, d.CampaignId, d.Id }).HasFilter("campaign_id is not null");
            e.HasIndex(d => new { d.DeviceId, d.Id });
            e.HasIndex(d => new { d.PersonId, d.Id }).HasFilter("person_id is not null").HasDatabaseName("ix_deliveries_person");
            // Due work and running leases: small partial indexes, whatever the table's size.
            e.HasIndex(d => new { d.Provider, d.Status, d.Lane, d.ProjectId, d.DueAt }).HasFilter(Due()).HasDatabaseName("ix_deliveries_due");
            e.HasIndex(d => new { d.Provider, d.DueAt }).HasFilter(Timed()).HasDatabaseName("ix_deliveries_timed");
            e.HasIndex(d => new { d.DeviceId, d.CollapseKey }).HasFilter($"collapse_key is not null and {Live()}").HasDatabaseName("ix_deliveries_collapse");
            // Named here and not by HasDatabaseName: without a name of its own it would be the index over the same columns above.
            e.HasIndex(d => new { d.ProjectId, d.Id }, "ix_deliveries_dead").HasFilter($"status = {(int)DeliveryStatus.Failed} and discarded_at is null");
            e.HasIndex(d => d.ReceiptDueAt).HasFilter("receipt_due_at is not null").HasDatabaseName("ix_deliveries_receipts");
            e.HasIndex(d => d.LeaseUntil).HasFilter($"status = {(int)DeliveryStatus.Sending}").HasDatabaseName("ix_deliveries_leased");
        });
        model.Entity<FanoutRun>(e =>
        {
            e.ToTable("fanouts");
            e.Property(f => f.Id).ValueGeneratedNever();
            e.HasIndex(f => f.Id).HasFilter("finished_at is null").HasDatabaseName("ix_fanouts_open");
            e.HasIndex(f => f.CampaignId).HasFilter("campaign_id is not null").HasDatabaseName("ix_fanouts_campaign");
        });
        model.Entity<Attempt>(e =>
        {
            e.ToTable("attempts");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.HasIndex(a => new { a.DeliveryId, a.Number });
        });
        model.Entity<Interaction>(e =>
        {
            e.ToTable("interactions");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.HasIndex(i => new { i.DeliveryId, i.Kind }).IsUnique();
            e.HasIndex(i => new { i.ProjectId, i.SessionId, i.At }).HasFilter("session_id is not null").HasDatabaseName("ix_interactions_session");
        });
        model.Entity<IdempotencyEntry>(e =>
        {
            e.ToTable("idempotency");
            e.HasKey(i => new { i.ProjectId, i.Route, i.Key });
            e.HasIndex(i => i.CreatedAt);
        });
    }

    private static void Protection(ModelBuilder model)
    {
        model.Entity<JobState>(e => { e.ToTable("job_states"); e.HasKey(j => j.Job); });
        model.Entity<HubNode>(e => { e.ToTable("nodes"); e.Property(n => n.Id).ValueGeneratedNever(); });
        model.Entity<ProviderState>(e => { e.ToTable("provider_states"); e.HasKey(s => new { s.ProjectId, s.Provider }); });
        model.Entity<HealthBucket>(e =>
        {
            e.ToTable("health_buckets");
            e.HasKey(b => new { b.ProjectId, b.Provider, b.StartsAt });
            e.HasIndex(b => b.StartsAt);
        });
        model.Entity<LimitBucket>(e => { e.ToTable("limit_buckets"); e.HasKey(b => b.Scope); });
        model.Entity<Alert>(e =>
        {
            e.ToTable("alerts");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.HasIndex(a => new { a.ProjectId, a.Id });
            e.HasIndex(a => a.Id).HasFilter("told_at is null or (resolved_at is not null and end_told_at is null)").HasDatabaseName("ix_alerts_untold");
            e.HasIndex(a => new { a.ProjectId, a.Kind, a.Subject }).IsUnique().HasFilter("resolved_at is null").HasDatabaseName("ux_alerts_open");
        });
    }

    private static void Operators(ModelBuilder model)
    {
        model.Entity<AlertSettings>(e => { e.ToTable("alert_settings"); e.HasKey(s => s.ProjectId); e.Property(s => s.ProjectId).ValueGeneratedNever(); });
        model.Entity<AlertMessage>(e =>
        {
            e.ToTable("alert_messages");
            e.Property(m => m.Id).ValueGeneratedNever();
            e.HasIndex(m => m.AlertId);
            e.HasIndex(m => m.DueAt).HasFilter("due_at is not null").HasDatabaseName("ix_alert_messages_due");
        });
        model.Entity<DeadLetterRun>(e =>
        {
            e.ToTable("dead_letter_runs");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.HasIndex(r => new { r.ProjectId, r.Id });
            e.HasIndex(r => r.Id).HasFilter("finished_at is null").HasDatabaseName("ix_dead_letter_runs_open");
        });
    }

    private static void Impact(ModelBuilder model)
    {
        model.Entity<AppEvent>(e =>
        {
            e.ToTable("events");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.HasIndex(a => new { a.ProjectId, a.ExternalId }).IsUnique().HasFilter("external_id is not null").HasDatabaseName("ux_events_external");
            e.HasIndex(a => new { a.ProjectId, a.SessionId, a.At }).HasFilter("session_id is not null").HasDatabaseName("ix_events_session");
            // Segments ask "did this person do that, since then".
            e.HasIndex(a => new { a.ProjectId, a.UserId, a.Name, a.At }).HasFilter("user_id is not null").HasDatabaseName("ix_events_user");
            e.HasIndex(a => new { a.ProjectId, a.DeviceRef, a.Name, a.At }).HasFilter("device_ref is not null").HasDatabaseName("ix_events_device");
        });
        model.Entity<EventImpact>(e =>
        {
            e.ToTable("event_impacts");
            e.HasKey(i => new { i.DeliveryId, i.EventId });
            e.HasIndex(i => i.EventId).HasDatabaseName("ix_event_impacts_event");
            e.HasIndex(i => i.NotedAt).HasFilter("campaign_id is not null").HasDatabaseName("ix_event_impacts_noted");
            e.HasIndex(i => new { i.ProjectId, i.CampaignId, i.NotedAt }).HasFilter("campaign_id is not null").HasDatabaseName("ix_event_impacts_campaign");
        });
        model.Entity<CampaignImpact>(e => { e.ToTable("campaign_impacts"); e.HasKey(c => new { c.ProjectId, c.CampaignId, c.Name, c.Hour }); });
        model.Entity<CampaignImpactTotal>(e => { e.ToTable("campaign_impact_totals"); e.HasKey(c => new { c.ProjectId, c.CampaignId }); });
        model.Entity<CampaignSession>(e => { e.ToTable("campaign_sessions"); e.HasKey(c => new { c.ProjectId, c.CampaignId, c.SessionId }); });
    }

    private static void Webhooks(ModelBuilder model)
    {
        model.Entity<WebhookEndpoint>(e =>
        {
            e.ToTable("webhook_endpoints");
            e.Property(w => w.Id).ValueGeneratedNever();
            e.HasIndex(w => new { w.ProjectId, w.Id });
        });
        model.Entity<WebhookMessage>(e =>
        {
            e.ToTable("webhook_messages");
            e.Property(m => m.Id).ValueGeneratedNever();
            e.HasIndex(m => new { m.EndpointId, m.Id });
            e.HasIndex(m => new { m.EndpointId, m.State, m.Id });
            e.HasIndex(m => new { m.ProjectId, m.Subject }).HasFilter($"event = {(int)FactKind.PreferenceChanged}").HasDatabaseName("ix_webhook_messages_person");
            e.HasIndex(m => new { m.EndpointId, m.DueAt }).HasFilter("due_at is not null").HasDatabaseName("ix_webhook_messages_due");
        });
        model.Entity<WebhookAttempt>(e =>
        {
            e.ToTable("webhook_attempts");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.HasIndex(a => new { a.MessageId, a.Id });
        });
        model.Entity<WebhookWatch>(e =>
        {
            e.ToTable("webhook_watches");
            e.HasKey(w => w.NotificationId);
            e.Property(w => w.NotificationId).ValueGeneratedNever();
            e.HasIndex(w => w.DueAt).HasFilter("due_at is not null").HasDatabaseName("ix_webhook_watches_due");
        });
    }

    /// <summary>Statuses that the claim takes once DueAt has come.</summary>
    public static readonly IReadOnlyList<DeliveryStatus> DueStatuses = [DeliveryStatus.Scheduled, DeliveryStatus.Queued, DeliveryStatus.Retrying, DeliveryStatus.Delayed];

    private static readonly DeliveryStatus[] TimedStatuses = [DeliveryStatus.Scheduled, DeliveryStatus.Retrying, DeliveryStatus.Delayed];
    private static readonly DeliveryStatus[] LiveStatuses =
        [DeliveryStatus.Scheduled, DeliveryStatus.Queued, DeliveryStatus.Sending, DeliveryStatus.Retrying, DeliveryStatus.Held, DeliveryStatus.Delayed];

    /// <summary>One of <see cref="DueStatuses"/>; the partial index and its queries must say it in the same words.</summary>
    public static string Due(string status = "status") => AnyOf(status, DueStatuses);

    /// <summary>Those of them that wait for a time; a queued row is due as a rule.</summary>
    public static string Timed(string status = "status") => AnyOf(status, TimedStatuses);

    /// <summary>A status that is no end.</summary>
    public static string Live(string status = "status") => AnyOf(status, LiveStatuses);

    /// <summary>A status of what has not left yet and can be taken back.</summary>
    public static string Waiting(string status = "status") => AnyOf(status, [DeliveryStatus.Scheduled, DeliveryStatus.Queued, DeliveryStatus.Retrying, DeliveryStatus.Held, DeliveryStatus.Delayed]);

    /// <summary>A reader of the one language is served by the other: the same tag, or the one that it begins with (de for de-AT).</summary>
    public static string Speaks(string reader, string content)
    {
        var tag = $"lower(replace({reader}, '_', '-'))";
        return $"({tag} = lower({content}) or {tag} like lower({content}) || '-%')";
    }

    // Not "in": for a list of three or more SQLite opens a temporary table in every run of every statement that touches a partial index,
    // which cost more than all its work on the row (settle 18 to 8 µs, claim 20 to 5, insert 15 to 10, measured on the bare engine).
    private static string AnyOf(string status, IReadOnlyList<DeliveryStatus> statuses) => $"({string.Join(" or ", statuses.Select(s => $"{status} = {(int)s}"))})";

    private static void NameInSnakeCase(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Snake(property.Name));
            }
        }
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
            {
                text.Append('_');
            }
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
