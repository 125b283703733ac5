using System.Linq.Expressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>
/// The model, and the reading door. A context sees the project it was opened for and no other (see <see cref="ProjectScope"/>);
/// its connection refuses to write. SaveChanges goes through the write gate, whoever calls it.
/// </summary>
public class HubDb(DbContextOptions<HubDb> options, IWriteGate? gate, ProjectScope scope)
    : IdentityUserContext<HubUser, long>(options)
{
    /// <summary>Whose rows are visible.</summary>
    public ProjectScope Scope { get; } = scope;

    public DbSet<Project> Projects => Set<Project>();
    public DbSet<ProjectMember> Members => Set<ProjectMember>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<ProviderCredential> Credentials => Set<ProviderCredential>();
    public DbSet<Device> Devices => Set<Device>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Topic> Topics => Set<Topic>();
    public DbSet<TopicSubscription> TopicSubscriptions => Set<TopicSubscription>();
    public DbSet<OptOut> OptOuts => Set<OptOut>();
    public DbSet<ConsentRecord> ConsentRecords => Set<ConsentRecord>();
    public DbSet<Erasure> Erasures => Set<Erasure>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<DeliveryTask> Deliveries => Set<DeliveryTask>();
    public DbSet<Attempt> Attempts => Set<Attempt>();
    public DbSet<Interaction> Interactions => Set<Interaction>();
    public DbSet<IdempotencyEntry> Idempotency => Set<IdempotencyEntry>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<JobRun> JobRuns => Set<JobRun>();
    public DbSet<JobState> JobStates => Set<JobState>();
    public DbSet<HubNode> Nodes => Set<HubNode>();
    public DbSet<ProviderState> ProviderStates => Set<ProviderState>();
    public DbSet<HealthBucket> HealthBuckets => Set<HealthBucket>();
    public DbSet<LimitBucket> LimitBuckets => Set<LimitBucket>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<AlertSettings> AlertSettings => Set<AlertSettings>();
    public DbSet<AlertMessage> AlertMessages => Set<AlertMessage>();
    public DbSet<DeadLetterRun> DeadLetterRuns => Set<DeadLetterRun>();
    public DbSet<SendSchedule> Schedules => Set<SendSchedule>();
    public DbSet<AppEvent> Events => Set<AppEvent>();
    public DbSet<EventImpact> EventImpacts => Set<EventImpact>();
    public DbSet<CampaignImpact> CampaignImpacts => Set<CampaignImpact>();
    public DbSet<CampaignImpactTotal> CampaignImpactTotals => Set<CampaignImpactTotal>();
    public DbSet<CampaignSession> CampaignSessions => Set<CampaignSession>();
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    public DbSet<WebhookMessage> WebhookMessages => Set<WebhookMessage>();
    public DbSet<WebhookAttempt> WebhookAttempts => Set<WebhookAttempt>();
    public DbSet<WebhookWatch> WebhookWatches => Set<WebhookWatch>();
    public DbSet<Template> Templates => Set<Template>();
    public DbSet<TemplateVersion> TemplateVersions => Set<TemplateVersion>();
    public DbSet<TemplateLocale> TemplateLocales => Set<TemplateLocale>();
    public DbSet<NotificationContent> NotificationContents => Set<NotificationContent>();
    public DbSet<MailSuppression> MailSuppressions => Set<MailSuppression>();
    public DbSet<OutboxMail> OutboxMails => Set<OutboxMail>();
    public DbSet<WebOrigin> WebOrigins => Set<WebOrigin>();
    public DbSet<Segment> Segments => Set<Segment>();
    public DbSet<FanoutRun> Fanouts => Set<FanoutRun>();
    public DbSet<NotificationType> NotificationTypes => Set<NotificationType>();
    public DbSet<NotificationTypeVersion> NotificationTypeVersions => Set<NotificationTypeVersion>();
    public DbSet<Preference> Preferences => Set<Preference>();
    public DbSet<PersonSettings> PersonSettings => Set<PersonSettings>();
    public DbSet<InboxItem> InboxItems => Set<InboxItem>();
    public DbSet<PersonPresence> Presence => Set<PersonPresence>();
    public DbSet<DigestState> DigestStates => Set<DigestState>();
    public DbSet<Bundle> Bundles => Set<Bundle>();
    public DbSet<Reminder> Reminders => Set<Reminder>();
    public DbSet<PersonalToken> PersonalTokens => Set<PersonalToken>();
    public DbSet<Campaign> Campaigns => Set<Campaign>();
    public DbSet<CampaignVariant> CampaignVariants => Set<CampaignVariant>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<Passkey> Passkeys => Set<Passkey>();
    public DbSet<SignInCode> SignInCodes => Set<SignInCode>();
    public DbSet<InstallationFact> Facts => Set<InstallationFact>();

    /// <summary>Set by the gate while this context works on the gate's own connection.</summary>
    internal bool InsideGate { get; set; }

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        InsideGate || gate is null
            ? base.SaveChanges(acceptAllChangesOnSuccess)
            : throw new InvalidOperationException("Writes pass the gate: use SaveChangesAsync or IWriteGate.");

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (InsideGate || gate is null)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        // Accepted only after the commit: the group's transaction may still fail.
        var rows = await gate.WriteAsync(session => session.LendTo(this, () => base.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken)), cancellationToken);
        if (acceptAllChangesOnSuccess)
        {
            ChangeTracker.AcceptAllChanges();
        }
        return rows;
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Milliseconds in a bigint: the same on both engines, comparable, and what the hot path's own SQL uses.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<EpochMilliseconds>();
        // 0 and 1 on both engines, for the same reason.
        configurationBuilder.Properties<bool>().HaveConversion<int>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        HubModel.Configure(builder);
        foreach (var type in builder.Model.GetEntityTypes().Where(t => typeof(IProjectRow).IsAssignableFrom(t.ClrType)).Select(t => t.ClrType))
        {
            builder.Entity(type).HasQueryFilter(FilterFor(type));
        }
    }

    private LambdaExpression FilterFor(Type type)
    {
        var row = Expression.Parameter(type, "row");
        var seen = Expression.Property(Expression.Constant(this), nameof(Scope));
        var body = Expression.OrElse(
            Expression.Property(seen, nameof(ProjectScope.All)),
            Expression.Equal(Expression.Property(row, nameof(IProjectRow.ProjectId)), Expression.Property(seen, nameof(ProjectScope.Id))));
        return Expression.Lambda(body, row);
    }

    private sealed class EpochMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(), ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));
}
