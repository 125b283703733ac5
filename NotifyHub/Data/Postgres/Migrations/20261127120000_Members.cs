using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyHub.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Members : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_reminders_project_id_id",
                table: "reminders");

            migrationBuilder.DropPrimaryKey(
                name: "PK_bundles",
                table: "bundles");

            migrationBuilder.DropColumn(
                name: "held",
                table: "bundles");

            migrationBuilder.AddColumn<long>(
                name: "first_due_at",
                table: "reminders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "next_tier",
                table: "reminders",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "notification_id",
                table: "bundles",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "digest_key",
                table: "bundles",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddPrimaryKey(
                name: "PK_bundles",
                table: "bundles",
                columns: new[] { "person_id", "type", "channel", "notification_id" });

            migrationBuilder.CreateIndex(
                name: "IX_reminders_person_id_id",
                table: "reminders",
                columns: new[] { "person_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_reminders_person_id_id",
                table: "reminders");

            migrationBuilder.DropPrimaryKey(
                name: "PK_bundles",
                table: "bundles");

            migrationBuilder.DropColumn(
                name: "first_due_at",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "next_tier",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "notification_id",
                table: "bundles");

            migrationBuilder.DropColumn(
                name: "digest_key",
                table: "bundles");

            migrationBuilder.AddColumn<int>(
                name: "held",
                table: "bundles",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddPrimaryKey(
                name: "PK_bundles",
                table: "bundles",
                columns: new[] { "person_id", "type", "channel" });

            migrationBuilder.CreateIndex(
                name: "IX_reminders_project_id_id",
                table: "reminders",
                columns: new[] { "project_id", "id" });
        }
    }
}
