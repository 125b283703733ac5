using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NotifyHub.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alert_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    alert_id = table.Column<long>(type: "bigint", nullable: false),
                    channel = table.Column<int>(type: "integer", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    sent_at = table.Column<long>(type: "bigint", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alert_settings",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    emails = table.Column<string>(type: "text", nullable: false),
                    webhook_url = table.Column<string>(type: "text", nullable: true),
                    sealed_webhook_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    backlog_seconds = table.Column<int>(type: "integer", nullable: true),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_settings", x => x.project_id);
                });

            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    resolved_at = table.Column<long>(type: "bigint", nullable: true),
                    acknowledged_at = table.Column<long>(type: "bigint", nullable: true),
                    acknowledged_by = table.Column<string>(type: "text", nullable: true),
                    told_at = table.Column<long>(type: "bigint", nullable: true),
                    end_told_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alerts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    lookup_id = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scopes = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: true),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true),
                    last_used_at = table.Column<long>(type: "bigint", nullable: true),
                    rotated_to_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    delivery_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    is_receipt = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    code = table.Column<string>(type: "text", nullable: true),
                    provider_message_id = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<string>(type: "text", nullable: true),
                    duration_ms = table.Column<int>(type: "integer", nullable: false),
                    retry_in_ms = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attempts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: true),
                    actor = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: true),
                    ip = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "campaign_impact_totals",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    campaign_id = table.Column<string>(type: "text", nullable: false),
                    sessions = table.Column<long>(type: "bigint", nullable: false),
                    quickest_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_impact_totals", x => new { x.project_id, x.campaign_id });
                });

            migrationBuilder.CreateTable(
                name: "campaign_impacts",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    campaign_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    hour = table.Column<int>(type: "integer", nullable: false),
                    events = table.Column<long>(type: "bigint", nullable: false),
                    errors = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_impacts", x => new { x.project_id, x.campaign_id, x.name, x.hour });
                });

            migrationBuilder.CreateTable(
                name: "campaign_sessions",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    campaign_id = table.Column<string>(type: "text", nullable: false),
                    session_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_sessions", x => new { x.project_id, x.campaign_id, x.session_id });
                });

            migrationBuilder.CreateTable(
                name: "consent_records",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    subject_id = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    opted_out = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: true),
                    ip = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_consent_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dead_letter_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    deed = table.Column<int>(type: "integer", nullable: false),
                    selection = table.Column<string>(type: "text", nullable: false),
                    max_per_second = table.Column<double>(type: "double precision", nullable: true),
                    actor = table.Column<string>(type: "text", nullable: false),
                    chosen = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    expired = table.Column<int>(type: "integer", nullable: false),
                    poison = table.Column<int>(type: "integer", nullable: false),
                    cursor = table.Column<long>(type: "bigint", nullable: false),
                    next_due_at = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    finished_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dead_letter_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    notification_id = table.Column<long>(type: "bigint", nullable: false),
                    device_id = table.Column<long>(type: "bigint", nullable: false),
                    provider = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: false),
                    lane = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    crashes = table.Column<int>(type: "integer", nullable: false),
                    lease_owner = table.Column<long>(type: "bigint", nullable: true),
                    lease_until = table.Column<long>(type: "bigint", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    provider_message_id = table.Column<string>(type: "text", nullable: true),
                    maybe_duplicate = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    sent_at = table.Column<long>(type: "bigint", nullable: true),
                    acked_at = table.Column<long>(type: "bigint", nullable: true),
                    opened_at = table.Column<long>(type: "bigint", nullable: true),
                    collapse_key = table.Column<string>(type: "text", nullable: true),
                    replays = table.Column<int>(type: "integer", nullable: false),
                    replayed_at = table.Column<long>(type: "bigint", nullable: true),
                    discarded_at = table.Column<long>(type: "bigint", nullable: true),
                    receipt_due_at = table.Column<long>(type: "bigint", nullable: true),
                    receipt = table.Column<int>(type: "integer", nullable: false),
                    receipt_error = table.Column<string>(type: "text", nullable: true),
                    campaign_id = table.Column<string>(type: "text", nullable: true),
                    template_id = table.Column<string>(type: "text", nullable: true),
                    category = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "devices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    provider = table.Column<int>(type: "integer", nullable: false),
                    sealed_token = table.Column<byte[]>(type: "bytea", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    token_tail = table.Column<string>(type: "text", nullable: false),
                    environment = table.Column<string>(type: "text", nullable: true),
                    installation_id = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<string>(type: "text", nullable: true),
                    fingerprint_hex = table.Column<string>(type: "text", nullable: true),
                    platform = table.Column<string>(type: "text", nullable: true),
                    locale = table.Column<string>(type: "text", nullable: true),
                    time_zone = table.Column<string>(type: "text", nullable: true),
                    app_version = table.Column<string>(type: "text", nullable: true),
                    os_version = table.Column<string>(type: "text", nullable: true),
                    model = table.Column<string>(type: "text", nullable: true),
                    permission = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<string>(type: "text", nullable: true),
                    traits = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: false),
                    retired_reason = table.Column<string>(type: "text", nullable: true),
                    retired_at = table.Column<long>(type: "bigint", nullable: true),
                    slow_until = table.Column<long>(type: "bigint", nullable: true),
                    quarantined_at = table.Column<long>(type: "bigint", nullable: true),
                    quarantine_reason = table.Column<string>(type: "text", nullable: true),
                    registered_at = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_devices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "erasures",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: true),
                    fingerprint_hex = table.Column<string>(type: "text", nullable: true),
                    actor = table.Column<string>(type: "text", nullable: false),
                    device_cursor = table.Column<long>(type: "bigint", nullable: false),
                    delivery_cursor = table.Column<long>(type: "bigint", nullable: false),
                    devices = table.Column<int>(type: "integer", nullable: false),
                    cancelled = table.Column<int>(type: "integer", nullable: false),
                    deliveries = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    finished_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_erasures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "event_impacts",
                columns: table => new
                {
                    delivery_id = table.Column<long>(type: "bigint", nullable: false),
                    event_id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    campaign_id = table.Column<string>(type: "text", nullable: true),
                    link = table.Column<int>(type: "integer", nullable: false),
                    noted_at = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    is_error = table.Column<int>(type: "integer", nullable: false),
                    session_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_impacts", x => new { x.delivery_id, x.event_id });
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    received_at = table.Column<long>(type: "bigint", nullable: false),
                    session_id = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<string>(type: "text", nullable: true),
                    device_id = table.Column<string>(type: "text", nullable: true),
                    level = table.Column<int>(type: "integer", nullable: true),
                    is_error = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true),
                    props = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fanouts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    lane = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    collapse_key = table.Column<string>(type: "text", nullable: true),
                    category = table.Column<string>(type: "text", nullable: true),
                    part = table.Column<int>(type: "integer", nullable: false),
                    cursor = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: true),
                    looked = table.Column<long>(type: "bigint", nullable: false),
                    written = table.Column<int>(type: "integer", nullable: false),
                    taken_back = table.Column<int>(type: "integer", nullable: false),
                    work_ms = table.Column<long>(type: "bigint", nullable: false),
                    lease_owner = table.Column<long>(type: "bigint", nullable: true),
                    lease_until = table.Column<long>(type: "bigint", nullable: true),
                    fence = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    finished_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fanouts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "health_buckets",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    provider = table.Column<int>(type: "integer", nullable: false),
                    starts_at = table.Column<long>(type: "bigint", nullable: false),
                    sent = table.Column<int>(type: "integer", nullable: false),
                    invalid = table.Column<int>(type: "integer", nullable: false),
                    rate_limited = table.Column<int>(type: "integer", nullable: false),
                    timed_out = table.Column<int>(type: "integer", nullable: false),
                    other = table.Column<int>(type: "integer", nullable: false),
                    within5 = table.Column<int>(type: "integer", nullable: false),
                    within10 = table.Column<int>(type: "integer", nullable: false),
                    within25 = table.Column<int>(type: "integer", nullable: false),
                    within50 = table.Column<int>(type: "integer", nullable: false),
                    within100 = table.Column<int>(type: "integer", nullable: false),
                    within250 = table.Column<int>(type: "integer", nullable: false),
                    within500 = table.Column<int>(type: "integer", nullable: false),
                    within1000 = table.Column<int>(type: "integer", nullable: false),
                    within2500 = table.Column<int>(type: "integer", nullable: false),
                    within5000 = table.Column<int>(type: "integer", nullable: false),
                    longer = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_buckets", x => new { x.project_id, x.provider, x.starts_at });
                });

            migrationBuilder.CreateTable(
                name: "idempotency",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    route = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    body_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    response = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency", x => new { x.project_id, x.route, x.key });
                });

            migrationBuilder.CreateTable(
                name: "installation_facts",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_installation_facts", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "interactions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    delivery_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    action_id = table.Column<string>(type: "text", nullable: true),
                    reply_text = table.Column<string>(type: "text", nullable: true),
                    session_id = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    received_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_interactions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "job_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    job = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    duration_ms = table.Column<int>(type: "integer", nullable: false),
                    result = table.Column<string>(type: "text", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    node = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "job_states",
                columns: table => new
                {
                    job = table.Column<string>(type: "text", nullable: false),
                    paused_at = table.Column<long>(type: "bigint", nullable: true),
                    paused_by = table.Column<string>(type: "text", nullable: true),
                    last_started_at = table.Column<long>(type: "bigint", nullable: true),
                    last_duration_ms = table.Column<int>(type: "integer", nullable: false),
                    last_result = table.Column<string>(type: "text", nullable: true),
                    last_failed = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_states", x => x.job);
                });

            migrationBuilder.CreateTable(
                name: "limit_buckets",
                columns: table => new
                {
                    scope = table.Column<string>(type: "text", nullable: false),
                    tokens = table.Column<double>(type: "double precision", nullable: false),
                    refilled_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limit_buckets", x => x.scope);
                });

            migrationBuilder.CreateTable(
                name: "nodes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    heartbeat_at = table.Column<long>(type: "bigint", nullable: false),
                    stopped_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_nodes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notification_contents",
                columns: table => new
                {
                    notification_id = table.Column<long>(type: "bigint", nullable: false),
                    locale = table.Column<string>(type: "text", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notification_contents", x => new { x.notification_id, x.locale });
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false),
                    localized = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    title = table.Column<string>(type: "text", nullable: true),
                    preview = table.Column<string>(type: "text", nullable: true),
                    target = table.Column<string>(type: "text", nullable: false),
                    campaign_id = table.Column<string>(type: "text", nullable: true),
                    template_id = table.Column<string>(type: "text", nullable: true),
                    audience_tag = table.Column<string>(type: "text", nullable: true),
                    category = table.Column<string>(type: "text", nullable: true),
                    correlation_id = table.Column<string>(type: "text", nullable: true),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    recipients = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    send_at = table.Column<long>(type: "bigint", nullable: true),
                    send_at_local = table.Column<string>(type: "text", nullable: true),
                    send_at_zone = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<long>(type: "bigint", nullable: true),
                    cancelled_at = table.Column<long>(type: "bigint", nullable: true),
                    api_key_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "opt_outs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    subject_id = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    opted_out = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_opt_outs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: false),
                    fingerprint_hex = table.Column<string>(type: "text", nullable: true),
                    email = table.Column<string>(type: "text", nullable: true),
                    phone = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "text", nullable: true),
                    locale = table.Column<string>(type: "text", nullable: true),
                    time_zone = table.Column<string>(type: "text", nullable: true),
                    traits = table.Column<string>(type: "text", nullable: true),
                    channels = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "project_members",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_project_members", x => new { x.project_id, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "projects",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    delivery_settings = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "provider_credentials",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    provider = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    config = table.Column<string>(type: "text", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    fingerprint = table.Column<string>(type: "text", nullable: false),
                    probe_verdict = table.Column<string>(type: "text", nullable: true),
                    probe_code = table.Column<string>(type: "text", nullable: true),
                    probe_detail = table.Column<string>(type: "text", nullable: true),
                    probed_at = table.Column<long>(type: "bigint", nullable: true),
                    paused_at = table.Column<long>(type: "bigint", nullable: true),
                    pause_reason = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    activated_at = table.Column<long>(type: "bigint", nullable: true),
                    retired_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_credentials", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "provider_states",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    provider = table.Column<int>(type: "integer", nullable: false),
                    failures_in_row = table.Column<int>(type: "integer", nullable: false),
                    quarantined_until = table.Column<long>(type: "bigint", nullable: true),
                    quarantine_count = table.Column<int>(type: "integer", nullable: false),
                    vendor_asked = table.Column<int>(type: "integer", nullable: false),
                    throttled_at = table.Column<long>(type: "bigint", nullable: true),
                    breaker_opened_at = table.Column<long>(type: "bigint", nullable: true),
                    breaker_reason = table.Column<string>(type: "text", nullable: true),
                    ramp_from = table.Column<long>(type: "bigint", nullable: true),
                    usual_answers = table.Column<double>(type: "double precision", nullable: false),
                    usual_invalid = table.Column<double>(type: "double precision", nullable: false),
                    usual_at = table.Column<long>(type: "bigint", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    last_error_outcome = table.Column<string>(type: "text", nullable: true),
                    last_error_status = table.Column<int>(type: "integer", nullable: true),
                    last_error_at = table.Column<long>(type: "bigint", nullable: true),
                    last_success_at = table.Column<long>(type: "bigint", nullable: true),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_states", x => new { x.project_id, x.provider });
                });

            migrationBuilder.CreateTable(
                name: "schedules",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    send = table.Column<string>(type: "text", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    per_recipient = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    next_wall = table.Column<string>(type: "text", nullable: true),
                    next_at = table.Column<long>(type: "bigint", nullable: true),
                    occurrences = table.Column<int>(type: "integer", nullable: false),
                    most_occurrences = table.Column<int>(type: "integer", nullable: true),
                    missed = table.Column<int>(type: "integer", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    last_notification_id = table.Column<long>(type: "bigint", nullable: true),
                    last_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    api_key_id = table.Column<long>(type: "bigint", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schedules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "segments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    expression = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_segments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "template_locales",
                columns: table => new
                {
                    version_id = table.Column<long>(type: "bigint", nullable: false),
                    locale = table.Column<string>(type: "text", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_locales", x => new { x.version_id, x.locale });
                });

            migrationBuilder.CreateTable(
                name: "template_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    template_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    default_locale = table.Column<string>(type: "text", nullable: false),
                    variables = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "templates",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    current_version = table.Column<int>(type: "integer", nullable: false),
                    last_version = table.Column<int>(type: "integer", nullable: false),
                    locales = table.Column<string>(type: "text", nullable: false),
                    channels = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    archived_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_templates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "topic_subscriptions",
                columns: table => new
                {
                    topic_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    subscriber_id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_topic_subscriptions", x => new { x.topic_id, x.kind, x.subscriber_id });
                });

            migrationBuilder.CreateTable(
                name: "topics",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_topics", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<int>(type: "integer", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<int>(type: "integer", nullable: false),
                    two_factor_enabled = table.Column<int>(type: "integer", nullable: false),
                    lockout_end = table.Column<long>(type: "bigint", nullable: true),
                    lockout_enabled = table.Column<int>(type: "integer", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "web_origins",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_web_origins", x => new { x.project_id, x.origin });
                });

            migrationBuilder.CreateTable(
                name: "webhook_attempts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    message_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<string>(type: "text", nullable: true),
                    duration_ms = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_attempts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_endpoints",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    url = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    events = table.Column<int>(type: "integer", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_old_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    old_secret_until = table.Column<long>(type: "bigint", nullable: true),
                    stop = table.Column<int>(type: "integer", nullable: false),
                    stopped_at = table.Column<long>(type: "bigint", nullable: true),
                    failing_since = table.Column<long>(type: "bigint", nullable: true),
                    last_success_at = table.Column<long>(type: "bigint", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_endpoints", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    endpoint_id = table.Column<long>(type: "bigint", nullable: false),
                    @event = table.Column<int>(name: "event", type: "integer", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    delivered_at = table.Column<long>(type: "bigint", nullable: true),
                    last_status = table.Column<int>(type: "integer", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_watches",
                columns: table => new
                {
                    notification_id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    after_device = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_watches", x => x.notification_id);
                });

            migrationBuilder.CreateTable(
                name: "user_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_claims", x => x.id);
                    table.ForeignKey(
                        name: "FK_user_claims_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "FK_user_logins_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_tokens",
                columns: table => new
                {
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_tokens", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "FK_user_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

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
                name: "IX_api_keys_lookup_id",
                table: "api_keys",
                column: "lookup_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_project_id_id",
                table: "api_keys",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_attempts_delivery_id_number",
                table: "attempts",
                columns: new[] { "delivery_id", "number" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_project_id_id",
                table: "audit_entries",
                columns: new[] { "project_id", "id" });

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
                name: "IX_deliveries_device_id_id",
                table: "deliveries",
                columns: new[] { "device_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_due",
                table: "deliveries",
                columns: new[] { "provider", "status", "lane", "project_id", "due_at" },
                filter: "(status = 1 or status = 2 or status = 4 or status = 6)");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_leased",
                table: "deliveries",
                column: "lease_until",
                filter: "status = 3");

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_notification_id_device_id",
                table: "deliveries",
                columns: new[] { "notification_id", "device_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_project_id_campaign_id_id",
                table: "deliveries",
                columns: new[] { "project_id", "campaign_id", "id" },
                filter: "campaign_id is not null");

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_project_id_id",
                table: "deliveries",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_project_id_status_id",
                table: "deliveries",
                columns: new[] { "project_id", "status", "id" });

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
                name: "ix_devices_last_seen",
                table: "devices",
                column: "last_seen_at",
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "IX_devices_project_id_fingerprint_hex",
                table: "devices",
                columns: new[] { "project_id", "fingerprint_hex" },
                filter: "fingerprint_hex is not null");

            migrationBuilder.CreateIndex(
                name: "IX_devices_project_id_id",
                table: "devices",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_devices_project_id_provider_token_hash",
                table: "devices",
                columns: new[] { "project_id", "provider", "token_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_devices_project_id_user_id",
                table: "devices",
                columns: new[] { "project_id", "user_id" },
                filter: "user_id is not null");

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
                name: "ux_devices_installation",
                table: "devices",
                columns: new[] { "project_id", "installation_id", "provider" },
                unique: true,
                filter: "installation_id is not null");

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
                name: "IX_idempotency_created_at",
                table: "idempotency",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_interactions_delivery_id_kind",
                table: "interactions",
                columns: new[] { "delivery_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_interactions_session",
                table: "interactions",
                columns: new[] { "project_id", "session_id", "at" },
                filter: "session_id is not null");

            migrationBuilder.CreateIndex(
                name: "IX_job_runs_job_id",
                table: "job_runs",
                columns: new[] { "job", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_project_id_id",
                table: "notifications",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_upcoming",
                table: "notifications",
                columns: new[] { "project_id", "send_at", "id" },
                filter: "send_at is not null");

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
                name: "IX_project_members_user_id",
                table: "project_members",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_provider_credentials_project_id_provider_version",
                table: "provider_credentials",
                columns: new[] { "project_id", "provider", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_provider_credentials_active",
                table: "provider_credentials",
                columns: new[] { "project_id", "provider" },
                unique: true,
                filter: "state = 2");

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
                name: "IX_user_claims_user_id",
                table: "user_claims",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_user_logins_user_id",
                table: "user_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "users",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "users",
                column: "normalized_user_name",
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
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "attempts");

            migrationBuilder.DropTable(
                name: "audit_entries");

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
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "devices");

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
                name: "idempotency");

            migrationBuilder.DropTable(
                name: "installation_facts");

            migrationBuilder.DropTable(
                name: "interactions");

            migrationBuilder.DropTable(
                name: "job_runs");

            migrationBuilder.DropTable(
                name: "job_states");

            migrationBuilder.DropTable(
                name: "limit_buckets");

            migrationBuilder.DropTable(
                name: "nodes");

            migrationBuilder.DropTable(
                name: "notification_contents");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "opt_outs");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "project_members");

            migrationBuilder.DropTable(
                name: "projects");

            migrationBuilder.DropTable(
                name: "provider_credentials");

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
                name: "user_claims");

            migrationBuilder.DropTable(
                name: "user_logins");

            migrationBuilder.DropTable(
                name: "user_tokens");

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

            migrationBuilder.DropTable(
                name: "users");
        }
    }
}
