using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyHub.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Campaigns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "locale",
                table: "users",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "paused_at",
                table: "notifications",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "campaign_id",
                table: "fanouts",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "campaign_variants",
                columns: table => new
                {
                    campaign_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    weight = table.Column<int>(type: "integer", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    is_holdout = table.Column<int>(type: "integer", nullable: false),
                    from_bucket = table.Column<int>(type: "integer", nullable: false),
                    to_bucket = table.Column<int>(type: "integer", nullable: false),
                    notification_id = table.Column<long>(type: "bigint", nullable: true),
                    ended_upto = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_variants", x => new { x.campaign_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "campaigns",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    send = table.Column<string>(type: "text", nullable: false),
                    holdout = table.Column<int>(type: "integer", nullable: false),
                    start_at = table.Column<long>(type: "bigint", nullable: true),
                    matched = table.Column<int>(type: "integer", nullable: true),
                    paused_because = table.Column<string>(type: "text", nullable: true),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    sweep = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    api_key_id = table.Column<long>(type: "bigint", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: true),
                    finished_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaigns", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_fanouts_campaign",
                table: "fanouts",
                column: "campaign_id",
                filter: "campaign_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_campaign_variants_notification",
                table: "campaign_variants",
                column: "notification_id",
                filter: "notification_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_campaigns_due",
                table: "campaigns",
                column: "due_at",
                filter: "due_at is not null");

            migrationBuilder.CreateIndex(
                name: "IX_campaigns_project_id_id",
                table: "campaigns",
                columns: new[] { "project_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "campaign_variants");

            migrationBuilder.DropTable(
                name: "campaigns");

            migrationBuilder.DropIndex(
                name: "ix_fanouts_campaign",
                table: "fanouts");

            migrationBuilder.DropColumn(
                name: "locale",
                table: "users");

            migrationBuilder.DropColumn(
                name: "paused_at",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "campaign_id",
                table: "fanouts");
        }
    }
}
