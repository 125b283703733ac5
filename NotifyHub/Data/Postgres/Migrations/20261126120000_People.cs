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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
