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

            migrationBuilder.DropColumn(
                name: "first_due_at",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "next_tier",
                table: "reminders");

            migrationBuilder.CreateIndex(
                name: "IX_reminders_project_id_id",
                table: "reminders",
                columns: new[] { "project_id", "id" });
        }
    }
}
