using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data.Postgres;

/// <summary>The same model under a type of its own, so that EF finds PostgreSQL's migrations and not SQLite's. Used to migrate only.</summary>
public sealed class PostgresSchema(DbContextOptions<HubDb> options) : HubDb(options, gate: null, ProjectScope.EveryProject);
