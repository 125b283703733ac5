using NotifyHub.Data.Gate;

namespace NotifyHub.Tests.Support;

/// <summary>A store without room for another notification, until it has some again.</summary>
internal static class FullStore
{
    /// <summary>Takes the room away. PostgreSQL's has no such setting, so a trigger gives the server's own answer to a full disk (53100).</summary>
    public static Task FillAsync(IWriteGate gate) => gate.WriteAsync(async session =>
    {
        if (TestEngine.IsPostgres)
        {
            await session.Prepare("create function no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$").ExecuteAsync();
            await session.Prepare("create trigger no_room before insert on notifications execute function no_room()").ExecuteAsync();
            return;
        }
        var pages = await session.Prepare("pragma page_count").ScalarAsync();
        await session.Prepare($"pragma max_page_count = {pages}").ScalarAsync();
    });

    /// <summary>Gives it back.</summary>
    public static Task FreeAsync(IWriteGate gate) => gate.WriteAsync(async session =>
    {
        await session.Prepare(TestEngine.IsPostgres ? "drop trigger no_room on notifications" : "pragma max_page_count = 1073741823").ScalarAsync();
    });
}
