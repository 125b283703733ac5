using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyHub.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Engine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_due",
                table: "deliveries");

            migrationBuilder.AddColumn<string>(
                name: "delivery_settings",
                table: "projects",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "cancelled_at",
                table: "notifications",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "localized",
                table: "notifications",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "send_at_local",
                table: "notifications",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "send_at_zone",
                table: "notifications",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "trace_parent",
                table: "notifications",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "node",
                table: "job_runs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "quarantine_reason",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "quarantined_at",
                table: "devices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "slow_until",
                table: "devices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "discarded_at",
                table: "deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "receipt",
                table: "deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "receipt_due_at",
                table: "deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "receipt_error",
                table: "deliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "replayed_at",
                table: "deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "replays",
                table: "deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "is_receipt",
                table: "attempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "alert_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    alert_id = table.Column<long>(type: "INTEGER", nullable: false),
                    channel = table.Column<int>(type: "INTEGER", nullable: false),
                    target = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alert_settings",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    emails = table.Column<string>(type: "TEXT", nullable: false),
                    webhook_url = table.Column<string>(type: "TEXT", nullable: true),
                    sealed_webhook_secret = table.Column<byte[]>(type: "BLOB", nullable: true),
                    backlog_seconds = table.Column<int>(type: "INTEGER", nullable: true),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_settings", x => x.project_id);
                });

            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    resolved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    acknowledged_at = table.Column<long>(type: "INTEGER", nullable: true),
                    acknowledged_by = table.Column<string>(type: "TEXT", nullable: true),
                    told_at = table.Column<long>(type: "INTEGER", nullable: true),
                    end_told_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alerts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "campaign_impact_totals",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    campaign_id = table.Column<string>(type: "TEXT", nullable: false),
                    sessions = table.Column<long>(type: "INTEGER", nullable: false),
                    quickest_ms = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_impact_totals", x => new { x.project_id, x.campaign_id });
                });

            migrationBuilder.CreateTable(
                name: "campaign_impacts",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    campaign_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    hour = table.Column<int>(type: "INTEGER", nullable: false),
                    events = table.Column<long>(type: "INTEGER", nullable: false),
                    errors = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_impacts", x => new { x.project_id, x.campaign_id, x.name, x.hour });
                });

            migrationBuilder.CreateTable(
                name: "campaign_sessions",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    campaign_id = table.Column<string>(type: "TEXT", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_sessions", x => new { x.project_id, x.campaign_id, x.session_id });
                });

            migrationBuilder.CreateTable(
                name: "consent_records",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    subject = table.Column<int>(type: "INTEGER", nullable: false),
                    subject_id = table.Column<string>(type: "TEXT", nullable: false),
                    category = table.Column<string>(type: "TEXT", nullable: false),
                    opted_out = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    actor = table.Column<string>(type: "TEXT", nullable: true),
                    ip = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_consent_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dead_letter_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    deed = table.Column<int>(type: "INTEGER", nullable: false),
                    selection = table.Column<string>(type: "TEXT", nullable: false),
                    max_per_second = table.Column<double>(type: "REAL", nullable: true),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    chosen = table.Column<int>(type: "INTEGER", nullable: false),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    expired = table.Column<int>(type: "INTEGER", nullable: false),
                    poison = table.Column<int>(type: "INTEGER", nullable: false),
                    cursor = table.Column<long>(type: "INTEGER", nullable: false),
                    next_due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dead_letter_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "erasures",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: true),
                    fingerprint_hex = table.Column<string>(type: "TEXT", nullable: true),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    device_cursor = table.Column<long>(type: "INTEGER", nullable: false),
                    delivery_cursor = table.Column<long>(type: "INTEGER", nullable: false),
                    devices = table.Column<int>(type: "INTEGER", nullable: false),
                    cancelled = table.Column<int>(type: "INTEGER", nullable: false),
                    deliveries = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_erasures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "event_impacts",
                columns: table => new
                {
                    delivery_id = table.Column<long>(type: "INTEGER", nullable: false),
                    event_id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    campaign_id = table.Column<string>(type: "TEXT", nullable: true),
                    link = table.Column<int>(type: "INTEGER", nullable: false),
                    noted_at = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    is_error = table.Column<int>(type: "INTEGER", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_impacts", x => new { x.delivery_id, x.event_id });
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    external_id = table.Column<string>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: true),
                    user_id = table.Column<string>(type: "TEXT", nullable: true),
                    device_id = table.Column<string>(type: "TEXT", nullable: true),
                    level = table.Column<int>(type: "INTEGER", nullable: true),
                    is_error = table.Column<int>(type: "INTEGER", nullable: false),
                    error = table.Column<string>(type: "TEXT", nullable: true),
                    props = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fanouts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    target = table.Column<string>(type: "TEXT", nullable: false),
                    lane = table.Column<int>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    collapse_key = table.Column<string>(type: "TEXT", nullable: true),
                    category = table.Column<string>(type: "TEXT", nullable: true),
                    part = table.Column<int>(type: "INTEGER", nullable: false),
                    cursor = table.Column<long>(type: "INTEGER", nullable: false),
                    total = table.Column<long>(type: "INTEGER", nullable: true),
                    looked = table.Column<long>(type: "INTEGER", nullable: false),
                    written = table.Column<int>(type: "INTEGER", nullable: false),
                    taken_back = table.Column<int>(type: "INTEGER", nullable: false),
                    work_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    lease_owner = table.Column<long>(type: "INTEGER", nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: true),
                    fence = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fanouts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "health_buckets",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    provider = table.Column<int>(type: "INTEGER", nullable: false),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    sent = table.Column<int>(type: "INTEGER", nullable: false),
                    invalid = table.Column<int>(type: "INTEGER", nullable: false),
                    rate_limited = table.Column<int>(type: "INTEGER", nullable: false),
                    timed_out = table.Column<int>(type: "INTEGER", nullable: false),
                    other = table.Column<int>(type: "INTEGER", nullable: false),
                    within5 = table.Column<int>(type: "INTEGER", nullable: false),
                    within10 = table.Column<int>(type: "INTEGER", nullable: false),
                    within25 = table.Column<int>(type: "INTEGER", nullable: false),
                    within50 = table.Column<int>(type: "INTEGER", nullable: false),
                    within100 = table.Column<int>(type: "INTEGER", nullable: false),
                    within250 = table.Column<int>(type: "INTEGER", nullable: false),
                    within500 = table.Column<int>(type: "INTEGER", nullable: false),
                    within1000 = table.Column<int>(type: "INTEGER", nullable: false),
                    within2500 = table.Column<int>(type: "INTEGER", nullable: false),
                    within5000 = table.Column<int>(type: "INTEGER", nullable: false),
                    longer = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_buckets", x => new { x.project_id, x.provider, x.starts_at });
                });

            migrationBuilder.CreateTable(
                name: "job_states",
                columns: table => new
                {
                    job = table.Column<string>(type: "TEXT", nullable: false),
                    paused_at = table.Column<long>(type: "INTEGER", nullable: true),
                    paused_by = table.Column<string>(type: "TEXT", nullable: true),
                    last_started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_duration_ms = table.Column<int>(type: "INTEGER", nullable: false),
                    last_result = table.Column<string>(type: "TEXT", nullable: true),
                    last_failed = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_states", x => x.job);
                });

            migrationBuilder.CreateTable(
                name: "limit_buckets",
                columns: table => new
                {
                    scope = table.Column<string>(type: "TEXT", nullable: false),
                    tokens = table.Column<double>(type: "REAL", nullable: false),
                    refilled_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limit_buckets", x => x.scope);
                });

            migrationBuilder.CreateTable(
                name: "nodes",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    heartbeat_at = table.Column<long>(type: "INTEGER", nullable: false),
                    stopped_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_nodes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notification_contents",
                columns: table => new
                {
                    notification_id = table.Column<long>(type: "INTEGER", nullable: false),
                    locale = table.Column<string>(type: "TEXT", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notification_contents", x => new { x.notification_id, x.locale });
                });

            migrationBuilder.CreateTable(
                name: "opt_outs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    subject = table.Column<int>(type: "INTEGER", nullable: false),
                    subject_id = table.Column<string>(type: "TEXT", nullable: false),
                    category = table.Column<string>(type: "TEXT", nullable: false),
                    opted_out = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_opt_outs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    fingerprint_hex = table.Column<string>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    phone = table.Column<string>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    locale = table.Column<string>(type: "TEXT", nullable: true),
                    time_zone = table.Column<string>(type: "TEXT", nullable: true),
                    traits = table.Column<string>(type: "TEXT", nullable: true),
                    channels = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "provider_states",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    provider = table.Column<int>(type: "INTEGER", nullable: false),
                    failures_in_row = table.Column<int>(type: "INTEGER", nullable: false),
                    quarantined_until = table.Column<long>(type: "INTEGER", nullable: true),
                    quarantine_count = table.Column<int>(type: "INTEGER", nullable: false),
                    vendor_asked = table.Column<int>(type: "INTEGER", nullable: false),
                    throttled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    breaker_opened_at = table.Column<long>(type: "INTEGER", nullable: true),
                    breaker_reason = table.Column<string>(type: "TEXT", nullable: true),
                    ramp_from = table.Column<long>(type: "INTEGER", nullable: true),
                    usual_answers = table.Column<double>(type: "REAL", nullable: false),
                    usual_invalid = table.Column<double>(type: "REAL", nullable: false),
                    usual_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    last_error_outcome = table.Column<string>(type: "TEXT", nullable: true),
                    last_error_status = table.Column<int>(type: "INTEGER", nullable: true),
                    last_error_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_success_at = table.Column<long>(type: "INTEGER", nullable: true),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_states", x => new { x.project_id, x.provider });
                });

            migrationBuilder.CreateTable(
                name: "schedules",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    send = table.Column<string>(type: "TEXT", nullable: false),
                    rule = table.Column<string>(type: "TEXT", nullable: false),
                    time_zone = table.Column<string>(type: "TEXT", nullable: false),
                    per_recipient = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    next_wall = table.Column<string>(type: "TEXT", nullable: true),
                    next_at = table.Column<long>(type: "INTEGER", nullable: true),
                    occurrences = table.Column<int>(type: "INTEGER", nullable: false),
                    most_occurrences = table.Column<int>(type: "INTEGER", nullable: true),
                    missed = table.Column<int>(type: "INTEGER", nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    last_notification_id = table.Column<long>(type: "INTEGER", nullable: true),
                    last_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    api_key_id = table.Column<long>(type: "INTEGER", nullable: true),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schedules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "segments",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    expression = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_segments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "template_locales",
                columns: table => new
                {
                    version_id = table.Column<long>(type: "INTEGER", nullable: false),
                    locale = table.Column<string>(type: "TEXT", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_locales", x => new { x.version_id, x.locale });
                });

            migrationBuilder.CreateTable(
                name: "template_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    template_id = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    default_locale = table.Column<string>(type: "TEXT", nullable: false),
                    variables = table.Column<string>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "templates",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    current_version = table.Column<int>(type: "INTEGER", nullable: false),
                    last_version = table.Column<int>(type: "INTEGER", nullable: false),
                    locales = table.Column<string>(type: "TEXT", nullable: false),
                    channels = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_templates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "topic_subscriptions",
                columns: table => new
                {
                    topic_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    subscriber_id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_topic_subscriptions", x => new { x.topic_id, x.kind, x.subscriber_id });
                });

            migrationBuilder.CreateTable(
                name: "topics",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_topics", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "web_origins",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    origin = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_web_origins", x => new { x.project_id, x.origin });
                });

            migrationBuilder.CreateTable(
                name: "webhook_attempts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    message_id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: true),
                    error = table.Column<string>(type: "TEXT", nullable: true),
                    body = table.Column<string>(type: "TEXT", nullable: true),
                    duration_ms = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_attempts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_endpoints",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    url = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    events = table.Column<int>(type: "INTEGER", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sealed_old_secret = table.Column<byte[]>(type: "BLOB", nullable: true),
                    old_secret_until = table.Column<long>(type: "INTEGER", nullable: true),
                    stop = table.Column<int>(type: "INTEGER", nullable: false),
                    stopped_at = table.Column<long>(type: "INTEGER", nullable: true),
                    failing_since = table.Column<long>(type: "INTEGER", nullable: true),
                    last_success_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_endpoints", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    endpoint_id = table.Column<long>(type: "INTEGER", nullable: false),
                    @event = table.Column<int>(name: "event", type: "INTEGER", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: true),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    delivered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_status = table.Column<int>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_watches",
                columns: table => new
                {
                    notification_id = table.Column<long>(type: "INTEGER", nullable: false),
                    project_id = table.Column<long>(type: "INTEGER", nullable: false),
                    after_device = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_watches", x => x.notification_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_upcoming",
                table: "notifications",
                columns: new[] { "project_id", "send_at", "id" },
                filter: "send_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_interactions_session",
                table: "interactions",
                columns: new[] { "project_id", "session_id", "at" },
                filter: "session_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_devices_last_seen",
                table: "devices",
                column: "last_seen_at",
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_devices_quarantined",
                table: "devices",
                columns: new[] { "project_id", "provider", "id" },
                filter: "status = 3");

            migrationBuilder.CreateIndex(
                name: "ix_devices_retired",
                table: "devices",
                columns: new[] { "project_id", "provider", "retired_at" },
                filter: "status = 2");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_collapse",
                table: "deliveries",
                columns: new[] { "device_id", "collapse_key" },
                filter: "collapse_key is not null and (status = 1 or status = 2 or status = 3 or status = 4 or status = 5 or status = 6)");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_dead",
                table: "deliveries",
                columns: new[] { "project_id", "id" },
                filter: "status = 13 and discarded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_due",
                table: "deliveries",
                columns: new[] { "provider", "status", "lane", "project_id", "due_at" },
                filter: "(status = 1 or status = 2 or status = 4 or status = 6)");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_receipts",
                table: "deliveries",
                column: "receipt_due_at",
                filter: "receipt_due_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_timed",
                table: "deliveries",
                columns: new[] { "provider", "due_at" },
                filter: "(status = 1 or status = 4 or status = 6)");

            migrationBuilder.CreateIndex(
                name: "IX_alert_messages_alert_id",
                table: "alert_messages",
                column: "alert_id");

            migrationBuilder.CreateIndex(
                name: "ix_alert_messages_due",
                table: "alert_messages",
                column: "due_at",
                filter: "due_at is not null");

            migrationBuilder.CreateIndex(
                name: "IX_alerts_project_id_id",
                table: "alerts",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_alerts_untold",
                table: "alerts",
                column: "id",
                filter: "told_at is null or (resolved_at is not null and end_told_at is null)");

            migrationBuilder.CreateIndex(
                name: "ux_alerts_open",
                table: "alerts",
                columns: new[] { "project_id", "kind", "subject" },
                unique: true,
                filter: "resolved_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_consent_records_project_id_subject_subject_id_id",
                table: "consent_records",
                columns: new[] { "project_id", "subject", "subject_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_dead_letter_runs_open",
                table: "dead_letter_runs",
                column: "id",
                filter: "finished_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_dead_letter_runs_project_id_id",
                table: "dead_letter_runs",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_erasures_open",
                table: "erasures",
                column: "id",
                filter: "finished_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_erasures_project_id_id",
                table: "erasures",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_event_impacts_campaign",
                table: "event_impacts",
                columns: new[] { "project_id", "campaign_id", "noted_at" },
                filter: "campaign_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_event_impacts_event",
                table: "event_impacts",
                column: "event_id");

            migrationBuilder.CreateIndex(
                name: "ix_event_impacts_noted",
                table: "event_impacts",
                column: "noted_at",
                filter: "campaign_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_events_session",
                table: "events",
                columns: new[] { "project_id", "session_id", "at" },
                filter: "session_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_events_user",
                table: "events",
                columns: new[] { "project_id", "user_id" },
                filter: "user_id is not null");

            migrationBuilder.CreateIndex(
                name: "ux_events_external",
                table: "events",
                columns: new[] { "project_id", "external_id" },
                unique: true,
                filter: "external_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_fanouts_open",
                table: "fanouts",
                column: "id",
                filter: "finished_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_health_buckets_starts_at",
                table: "health_buckets",
                column: "starts_at");

            migrationBuilder.CreateIndex(
                name: "ix_opt_outs_out",
                table: "opt_outs",
                column: "project_id",
                filter: "opted_out = 1");

            migrationBuilder.CreateIndex(
                name: "IX_opt_outs_project_id_subject_subject_id_category",
                table: "opt_outs",
                columns: new[] { "project_id", "subject", "subject_id", "category" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_project_id_email",
                table: "people",
                columns: new[] { "project_id", "email" },
                filter: "email is not null");

            migrationBuilder.CreateIndex(
                name: "IX_people_project_id_fingerprint_hex",
                table: "people",
                columns: new[] { "project_id", "fingerprint_hex" },
                filter: "fingerprint_hex is not null");

            migrationBuilder.CreateIndex(
                name: "IX_people_project_id_id",
                table: "people",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_people_project_id_user_id",
                table: "people",
                columns: new[] { "project_id", "user_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_schedules_due",
                table: "schedules",
                column: "next_at",
                filter: "next_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_schedules_next",
                table: "schedules",
                columns: new[] { "project_id", "next_at", "id" },
                filter: "next_at is not null");

            migrationBuilder.CreateIndex(
                name: "IX_schedules_project_id_id",
                table: "schedules",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_segments_project_id_id",
                table: "segments",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_segments_project_id_name",
                table: "segments",
                columns: new[] { "project_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_template_versions_template_id_number",
                table: "template_versions",
                columns: new[] { "template_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_templates_live",
                table: "templates",
                columns: new[] { "project_id", "id" },
                filter: "archived_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_templates_key",
                table: "templates",
                columns: new[] { "project_id", "key" },
                unique: true,
                filter: "archived_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_topic_subscriptions_subscriber_id_kind_topic_id",
                table: "topic_subscriptions",
                columns: new[] { "subscriber_id", "kind", "topic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_topics_project_id_id",
                table: "topics",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_topics_project_id_name",
                table: "topics",
                columns: new[] { "project_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_web_origins_origin",
                table: "web_origins",
                column: "origin");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_attempts_message_id_id",
                table: "webhook_attempts",
                columns: new[] { "message_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_webhook_endpoints_project_id_id",
                table: "webhook_endpoints",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_messages_due",
                table: "webhook_messages",
                columns: new[] { "endpoint_id", "due_at" },
                filter: "due_at is not null");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_messages_endpoint_id_id",
                table: "webhook_messages",
                columns: new[] { "endpoint_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_webhook_messages_endpoint_id_state_id",
                table: "webhook_messages",
                columns: new[] { "endpoint_id", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_messages_person",
                table: "webhook_messages",
                columns: new[] { "project_id", "subject" },
                filter: "event = 7");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_watches_due",
                table: "webhook_watches",
                column: "due_at",
                filter: "due_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alert_messages");

            migrationBuilder.DropTable(
                name: "alert_settings");

            migrationBuilder.DropTable(
                name: "alerts");

            migrationBuilder.DropTable(
                name: "campaign_impact_totals");

            migrationBuilder.DropTable(
                name: "campaign_impacts");

            migrationBuilder.DropTable(
                name: "campaign_sessions");

            migrationBuilder.DropTable(
                name: "consent_records");

            migrationBuilder.DropTable(
                name: "dead_letter_runs");

            migrationBuilder.DropTable(
                name: "erasures");

            migrationBuilder.DropTable(
                name: "event_impacts");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "fanouts");

            migrationBuilder.DropTable(
                name: "health_buckets");

            migrationBuilder.DropTable(
                name: "job_states");

            migrationBuilder.DropTable(
                name: "limit_buckets");

            migrationBuilder.DropTable(
                name: "nodes");

            migrationBuilder.DropTable(
                name: "notification_contents");

            migrationBuilder.DropTable(
                name: "opt_outs");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "provider_states");

            migrationBuilder.DropTable(
                name: "schedules");

            migrationBuilder.DropTable(
                name: "segments");

            migrationBuilder.DropTable(
                name: "template_locales");

            migrationBuilder.DropTable(
                name: "template_versions");

            migrationBuilder.DropTable(
                name: "templates");

            migrationBuilder.DropTable(
                name: "topic_subscriptions");

            migrationBuilder.DropTable(
                name: "topics");

            migrationBuilder.DropTable(
                name: "web_origins");

            migrationBuilder.DropTable(
                name: "webhook_attempts");

            migrationBuilder.DropTable(
                name: "webhook_endpoints");

            migrationBuilder.DropTable(
                name: "webhook_messages");

            migrationBuilder.DropTable(
                name: "webhook_watches");

            migrationBuilder.DropIndex(
                name: "ix_notifications_upcoming",
                table: "notifications");

            migrationBuilder.DropIndex(
                name: "ix_interactions_session",
                table: "interactions");

            migrationBuilder.DropIndex(
                name: "ix_devices_last_seen",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "ix_devices_quarantined",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "ix_devices_retired",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_collapse",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_dead",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_due",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_receipts",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_timed",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "delivery_settings",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "cancelled_at",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "localized",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "send_at_local",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "send_at_zone",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "trace_parent",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "node",
                table: "job_runs");

            migrationBuilder.DropColumn(
                name: "quarantine_reason",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "quarantined_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "slow_until",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "discarded_at",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "receipt",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "receipt_due_at",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "receipt_error",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "replayed_at",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "replays",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "is_receipt",
                table: "attempts");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_due",
                table: "deliveries",
                columns: new[] { "provider", "lane", "due_at" },
                filter: "status in (1, 2, 4, 6)");
        }
    }
}
