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
                name: "ix_events_user",
                table: "events");

            migrationBuilder.AddColumn<long>(
                name: "device_ref",
                table: "events",
                type: "INTEGER",
                nullable: true);

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_events_device",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ix_events_user",
                table: "events");

            migrationBuilder.DropColumn(
                name: "device_ref",
                table: "events");

            migrationBuilder.CreateIndex(
                name: "ix_events_user",
                table: "events",
                columns: new[] { "project_id", "user_id" },
                filter: "user_id is not null");
        }
    }
}
