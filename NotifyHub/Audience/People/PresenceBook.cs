using System.Collections.Concurrent;
using NotifyHub.Data.Gate;

namespace NotifyHub.Audience.People;

/// <summary>Who is live in their inbox: in the dashboard, or on an inbox stream. Each sign is a row's time, so that every node knows.</summary>
public sealed partial class PresenceBook(IWriteGate gate, TimeProvider time, ILogger<PresenceBook> log)
{
    /// <summary>How often whoever is live gives a sign.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    // Several tabs of one person are one presence.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(20);

    /// <summary>Not for a person who has been erased meanwhile. In order: @person @project @now.</summary>
    internal const string Seen = """
        insert into person_presence (person_id, project_id, seen_at) select id, project_id, cast(@now as bigint) from people where id = @person and project_id = @project
        on conflict (person_id) do update set seen_at = excluded.seen_at
        """;

    private readonly ConcurrentDictionary<long, DateTimeOffset> _told = new();

    /// <summary>The person is there now.</summary>
    public async Task MarkAsync(long projectId, long personId, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        if (_told.TryGetValue(personId, out var last) && last + Apart > now)
        {
            return;
        }
        _told[personId] = now;
        try
        {
            await gate.WriteAsync(session => session.Prepare(Seen).Bind(now, personId, projectId).ExecuteAsync(), cancel);
        }
        catch (StoreUnavailableException error)
        {
            // The next sign is written when the store is back; until then a push may come that could have waited.
            Unwritten(log, error);
        }
        if (_told.Count > 10_000)
        {
            foreach (var gone in _told.Where(pair => pair.Value + Apart < now).Select(pair => pair.Key).ToList())
            {
                _told.TryRemove(gone, out _);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A sign of presence was not written.")]
    private static partial void Unwritten(ILogger log, Exception error);
}
