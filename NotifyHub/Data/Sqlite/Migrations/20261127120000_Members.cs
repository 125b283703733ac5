using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyHub.Data.Sqlite.Migrations
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

            migrationBuilder.RenameColumn(
                name: "held",
                table: "bundles",
                newName: "notification_id");

            migrationBuilder.AddColumn<long>(
                name: "first_due_at",
                table: "reminders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "next_tier",
                table: "reminders",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "digest_key",
                table: "bundles",
                type: "TEXT",
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
                name: "digest_key",
                table: "bundles");

            migrationBuilder.RenameColumn(
                name: "notification_id",
                table: "bundles",
                newName: "held");

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
