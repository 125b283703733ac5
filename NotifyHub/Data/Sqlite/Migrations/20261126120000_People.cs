using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyHub.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_devices_last_seen",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "IX_devices_project_id_id",
                table: "devices");

            migrationBuilder.AddColumn<int>(
                name: "has_endpoints",
                table: "people",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "ix_people_without_endpoints",
                table: "people",
                column: "id",
                filter: "has_endpoints = 0");

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
                name: "ix_devices_last_seen",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "IX_devices_project_id_id",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "has_endpoints",
                table: "people");

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
