using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Audience.People;

/// <summary>Statements that make people.</summary>
internal static class PersonRows
{
    internal const string Put = """
        insert into people (id, project_id, user_id, fingerprint_hex, email, phone, name, locale, time_zone, traits, channels, has_endpoints, created_at, updated_at)
        values (@id, @project, @user, @fingerprint, @email, @phone, @name, @locale, @zone, @traits, @channels, 1, @now, @now)
        on conflict (project_id, user_id) do update set fingerprint_hex = excluded.fingerprint_hex, email = excluded.email, phone = excluded.phone, name = excluded.name,
            locale = excluded.locale, time_zone = excluded.time_zone, traits = excluded.traits, channels = excluded.channels, has_endpoints = 1, updated_at = excluded.updated_at
        """;

    internal const string Ensure = """
        insert into people (id, project_id, user_id, has_endpoints, created_at, updated_at) values (@id, @project, @user, 0, @now, @now)
        on conflict (project_id, user_id) do nothing
        """;

    /// <summary>A user whom a device or a subscription names is there from then on, with nothing known but the id.</summary>
    public static async ValueTask EnsureAsync(WriteSession session, HubIds ids, long projectId, string userId, DateTimeOffset now)
    {
        await session.Prepare(Ensure).Bind(ids.Next(), projectId, userId, now).ExecuteAsync();
        session.Changed(projectId, HubTables.People);
        await PersonEndpoints.OpenInboxAsync(session, projectId, userId, now);
    }
}
