using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyHub.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_events_user",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ix_devices_last_seen",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "IX_devices_project_id_id",
                table: "devices");

            migrationBuilder.AddColumn<int>(
                name: "has_endpoints",
                table: "people",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "device_ref",
                table: "events",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mail_suppressions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    address_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    domain = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: true),
                    device_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mail_suppressions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notification_type_versions",
                columns: table => new
                {
                    type_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: true),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notification_type_versions", x => new { x.type_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "notification_types",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notification_types", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_mails",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    delivery_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: true),
                    recipient = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_mails", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person_settings",
                columns: table => new
                {
                    person_id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    quiet_hours = table.Column<string>(type: "text", nullable: true),
                    digest_cadence = table.Column<int>(type: "integer", nullable: true),
                    digest_hour = table.Column<int>(type: "integer", nullable: true),
                    mute_until = table.Column<long>(type: "bigint", nullable: true),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_settings", x => x.person_id);
                });

            migrationBuilder.CreateTable(
                name: "preferences",
                columns: table => new
                {
                    person_id = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<int>(type: "integer", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    is_on = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_preferences", x => new { x.person_id, x.type, x.channel });
                });

            migrationBuilder.CreateIndex(
                name: "ix_people_without_endpoints",
                table: "people",
                column: "id",
                filter: "has_endpoints = 0");

            migrationBuilder.CreateIndex(
                name: "ix_events_device",
                table: "events",
                columns: new[] { "project_id", "device_ref", "name", "at" },
                filter: "device_ref is not null");

            migrationBuilder.CreateIndex(
                name: "ix_events_user",
                table: "events",
                columns: new[] { "project_id", "user_id", "name", "at" },
                filter: "user_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_devices_last_seen",
                table: "devices",
                column: "last_seen_at",
                filter: "status = 1 and provider + 0 <= 6");

            migrationBuilder.CreateIndex(
                name: "IX_devices_project_id_id",
                table: "devices",
                columns: new[] { "project_id", "id" },
                filter: "provider + 0 <= 6");

            migrationBuilder.CreateIndex(
                name: "IX_mail_suppressions_project_id_address_hash",
                table: "mail_suppressions",
                columns: new[] { "project_id", "address_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_mail_suppressions_project_id_id",
                table: "mail_suppressions",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_notification_types_project_id_key",
                table: "notification_types",
                columns: new[] { "project_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_outbox_mails_project_id_delivery_id",
                table: "outbox_mails",
                columns: new[] { "project_id", "delivery_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_outbox_mails_project_id_id",
                table: "outbox_mails",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_mails_project_id_user_id",
                table: "outbox_mails",
                columns: new[] { "project_id", "user_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mail_suppressions");

            migrationBuilder.DropTable(
                name: "notification_type_versions");

            migrationBuilder.DropTable(
                name: "notification_types");

            migrationBuilder.DropTable(
                name: "outbox_mails");

            migrationBuilder.DropTable(
                name: "person_settings");

            migrationBuilder.DropTable(
                name: "preferences");

            migrationBuilder.DropIndex(
                name: "ix_people_without_endpoints",
                table: "people");

            migrationBuilder.DropIndex(
                name: "ix_events_device",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ix_events_user",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ix_devices_last_seen",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "IX_devices_project_id_id",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "has_endpoints",
                table: "people");

            migrationBuilder.DropColumn(
                name: "device_ref",
                table: "events");

            migrationBuilder.CreateIndex(
                name: "ix_events_user",
                table: "events",
                columns: new[] { "project_id", "user_id" },
                filter: "user_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_devices_last_seen",
                table: "devices",
                column: "last_seen_at",
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "IX_devices_project_id_id",
                table: "devices",
                columns: new[] { "project_id", "id" });
        }
    }
}
