using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.Inbox;
using NotifyHub.Audience.People;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Types;

namespace NotifyHub.Api;

/// <summary>A person's own inbox.</summary>
internal static class InboxEndpoints
{
    private const int TextMax = 100, StreamSlice = 200;
    // Shorter than what proxies wait for (60 s as a rule), and as long as a circuit goes on after its session has ended.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan FurthestSnooze = TimeSpan.FromDays(400);

    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        var inbox = routes.MapApiGroup("/inbox").WithTags("Inbox").RequirePerson();
        inbox.MapGet("", ListAsync).WithName("listInbox").WithSummary("One's own inbox, newest first: unread, read, archived, snoozed, or all that is neither archived nor snoozed.")
            .WithDescription("Filters narrow it and may be joined: state, type, q (words in title or text), from and to (when it came: not before from, and before to; times with a zone).")
            .Example(null, 200, Examples.InboxPage);
        inbox.MapGet("/unread-count", CountAsync).WithName("countUnread").WithSummary("What the badge shows.")
            .Example(null, 200, Examples.Unread);
        inbox.MapGet("/stream", Stream).WithName("streamInbox").WithSummary("Server-sent events: unread with the count, item with each item that came or changed. Last-Event-ID goes on where a stream stopped; an item may be told twice, and the later word holds.")
            .Produces<string>(200, "text/event-stream");
        inbox.MapGet("/{inb}", WhyAsync).WithName("getInboxItem").WithSummary("One item: why it came, and what became of it over other channels.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.InboxWhy);
        inbox.MapPatch("/{inb}", ChangeAsync).WithName("changeInboxItem").WithSummary("Marks an item read or unread, archives it, or snoozes it. What is read need not go out over other channels any more.")
            .Refuses(Problems.NotFound).Example(Examples.InboxChange, 200, Examples.InboxItem);
        inbox.MapPost("/bulk", BulkAsync).WithName("changeInboxItems").WithSummary("Changes up to 500 items, by id or by a filter.")
            .Refuses(Problems.BatchTooLarge).Example(Examples.InboxBulk, 200, Examples.InboxChanged);
        inbox.MapPost("/mark-all-read", ReadAllAsync).WithName("markAllRead").WithSummary("Marks everything read, or everything of a type; an unknown type is refused.")
            .Example(Examples.MarkAllRead, 200, Examples.InboxChanged);
        inbox.MapDelete("/{inb}", DeleteAsync).WithName("deleteInboxItem").WithSummary("Throws an item away; it can be brought back for 90 days.")
            .Refuses(Problems.NotFound).Example(null, 204, null);
        inbox.MapPost("/{inb}/restore", RestoreAsync).WithName("restoreInboxItem").WithSummary("Brings back what was thrown away.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.InboxItem);
    }

    private static async Task<Ok<Page<InboxItemAnswer>>> ListAsync(
        PageQuery page, PersonCaller caller, InboxReads reads, CancellationToken cancel, string? state = null, string? type = null, string? q = null, string? from = null, string? to = null)
    {
        var faults = new FaultList();
        var (since, until) = (QueryTime.Read(faults, "from", from), QueryTime.Read(faults, "to", to));
        var filter = Filter(faults, new InboxBulkFilter { State = state, Type = type, Q = q, From = since, To = until }, "?");
        var rows = await reads.PageAsync(caller.ProjectId, caller.PersonId, filter, page.Before, page.Limit + 1, cancel);
        return TypedResults.Ok(Page<InboxItemAnswer>.Of(rows, page.Limit, InboxItemAnswer.From, row => row.Item.Position));
    }

    private static async Task<Ok<UnreadAnswer>> CountAsync(PersonCaller caller, InboxReads reads, CancellationToken cancel) =>
        TypedResults.Ok(new UnreadAnswer(await reads.UnreadAsync(caller.ProjectId, caller.PersonId, cancel)));

    private static async Task<Ok<InboxWhy>> WhyAsync(string inb, PersonCaller caller, InboxReads reads, TypeBook types, CancellationToken cancel)
    {
        var entry = await FindAsync(inb, caller, reads, cancel);
        var type = await types.FindAsync(caller.ProjectId, entry.Item.Type, cancel);
        return TypedResults.Ok(new InboxWhy(
            InboxItemAnswer.From(entry), type is null ? $"It is of the type {entry.Item.Type}, which is gone." : $"It is of the type {type.Label}, and the inbox is on for that type.",
            [.. (await reads.ElsewhereAsync(caller.ProjectId, caller.PersonId, entry.Item, cancel)).Select(InboxElsewhere.From)]));
    }

    private static async Task<Ok<InboxItemAnswer>> ChangeAsync(string inb, JsonBody<InboxChangeBody> body, PersonCaller caller, InboxDesk desk, InboxReads reads, TimeProvider time, CancellationToken cancel)
    {
        Snooze(body.Value.SnoozedUntil, "/snoozedUntil", time);
        return await PutAsync(inb, new InboxChange(body.Value.Read, body.Value.Archived, body.Value.SnoozedUntil), caller, desk, reads, cancel);
    }

    private static async Task<NoContent> DeleteAsync(string inb, PersonCaller caller, InboxDesk desk, InboxReads reads, CancellationToken cancel)
    {
        await PutAsync(inb, new InboxChange(Deleted: true), caller, desk, reads, cancel);
        return TypedResults.NoContent();
    }

    private static Task<Ok<InboxItemAnswer>> RestoreAsync(string inb, PersonCaller caller, InboxDesk desk, InboxReads reads, CancellationToken cancel) =>
        PutAsync(inb, new InboxChange(Deleted: false), caller, desk, reads, cancel);

    private static async Task<Ok<InboxChanged>> BulkAsync(JsonBody<InboxBulk> body, PersonCaller caller, InboxDesk desk, InboxReads reads, TimeProvider time, CancellationToken cancel)
    {
        var (bulk, ids) = (body.Value, new List<long>());
        var faults = new FaultList();
        if (bulk.Ids is null == bulk.Filter is null)
        {
            faults.Add("", "not_allowed", "Give ids or filter.");
        }
        if (bulk.Ids is { Count: 0 or > InboxDesk.Most })
        {
            faults.Add("/ids", RefusalCode.BatchTooLarge, $"{bulk.Ids.Count} items; 1 to {InboxDesk.Most} are allowed.");
        }
        for (var i = 0; i < Math.Min(bulk.Ids?.Count ?? 0, InboxDesk.Most); i++)
        {
            if (RowId.TryParse(RowId.InboxItem, bulk.Ids![i], out var id))
            {
                ids.Add(id);
            }
            else
            {
                faults.Add($"/ids/{i}", "bad_format", "This is no inbox item's id (inb_...).");
            }
        }
        if (bulk.Set is { Read: null, Archived: null, SnoozedUntil: null, Deleted: null })
        {
            faults.Add("/set", "required", "Say what becomes of them.");
        }
        faults.ThrowIfAny();
        Snooze(bulk.Set.SnoozedUntil, "/set/snoozedUntil", time);
        if (bulk.Filter is { } filter)
        {
            ids.AddRange((await reads.PageAsync(caller.ProjectId, caller.PersonId, Filter(new FaultList(), filter, "/filter/"), null, InboxDesk.Most, cancel)).Select(entry => entry.Item.Id));
        }
        return TypedResults.Ok(new InboxChanged(await desk.ChangeAsync(caller.ProjectId, caller.PersonId, ids, new InboxChange(bulk.Set.Read, bulk.Set.Archived, bulk.Set.SnoozedUntil, bulk.Set.Deleted), cancel)));
    }

    private static async Task<Ok<InboxChanged>> ReadAllAsync(JsonBody<MarkAllRead> body, PersonCaller caller, InboxDesk desk, TypeBook types, CancellationToken cancel)
    {
        if (body.Value.Type is { } type && (!TypeBook.IsKey(type) || await types.FindAsync(caller.ProjectId, type, cancel) is null))
        {
            throw RefusedException.For([new Fault("/type", "not_allowed", "The project has no such type. Nothing was marked.")]);
        }
        return TypedResults.Ok(new InboxChanged(await desk.ReadAllAsync(caller.ProjectId, caller.PersonId, body.Value.Type, cancel)));
    }

    private static ServerSentEventsResult<object> Stream(PersonCaller caller, PersonWatch watch, InboxReads reads, PresenceBook presence, LiveFeed live, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(EventsAsync(caller, watch, reads, presence, live, time, http.Request.Headers["Last-Event-ID"].ToString(), cancel));
    }

    private static async IAsyncEnumerable<SseItem<object>> EventsAsync(PersonCaller caller, PersonWatch watch, InboxReads reads, PresenceBook presence, LiveFeed live, TimeProvider time, string last, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var changed = new SemaphoreSlim(0);
        using var ear = live.Subscribe(caller.ProjectId, LiveTopics.Inbox, () =>
        {
            changed.Release();
            return Task.CompletedTask;
        });
        var mark = RowId.TryParse(RowId.InboxItem, last, out var known) ? InboxMarks.Before(known) : await reads.MarkAsync(caller.ProjectId, caller.PersonId, cancel);
        var (told, unread) = (new Dictionary<long, long>(), -1);
        while (true)
        {
            await presence.MarkAsync(caller.ProjectId, caller.PersonId, cancel);
            var count = await reads.UnreadAsync(caller.ProjectId, caller.PersonId, cancel);
            var entries = await reads.SinceAsync(caller.ProjectId, caller.PersonId, mark, StreamSlice, cancel);
            foreach (var entry in entries.Where(entry => told.GetValueOrDefault(entry.Item.Id) != entry.Item.Changed))
            {
                told[entry.Item.Id] = entry.Item.Changed;
                yield return new SseItem<object>(InboxItemAnswer.From(entry), "item") { EventId = RowId.Format(RowId.InboxItem, entry.Item.Changed) };
            }
            if (count != unread)
            {
                unread = count;
                yield return new SseItem<object>(new UnreadAnswer(count), "unread");
            }
            if (entries.Count > 0)
            {
                // Another node may commit a smaller mark a moment later: some seconds are looked at again.
                mark = entries.Count >= StreamSlice ? entries[^1].Item.Changed : Math.Max(mark, InboxMarks.Before(entries[^1].Item.Changed));
                foreach (var gone in told.Where(pair => pair.Value < mark).Select(pair => pair.Key).ToList())
                {
                    told.Remove(gone);
                }
            }
            if (entries.Count < StreamSlice)
            {
                if (!await WokenAsync(changed, time, cancel))
                {
                    yield return new SseItem<object>(new UnreadAnswer(unread), "unread");
                }
                if (!await watch.IsStillAsync())
                {
                    yield break;
                }
            }
        }
    }

    // False for a beat.
    private static async Task<bool> WokenAsync(SemaphoreSlim changed, TimeProvider time, CancellationToken cancel)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var woken = changed.WaitAsync(both.Token);
        var first = await Task.WhenAny(woken, Task.Delay(Beat, time, both.Token));
        await both.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        return first == woken || woken.IsCompletedSuccessfully;
    }

    private static async Task<Ok<InboxItemAnswer>> PutAsync(string inb, InboxChange change, PersonCaller caller, InboxDesk desk, InboxReads reads, CancellationToken cancel)
    {
        var id = WireId.Require(RowId.InboxItem, inb);
        return await desk.ChangeAsync(caller.ProjectId, caller.PersonId, [id], change, cancel) == 0 ? throw WireId.NotFound(inb) : TypedResults.Ok(InboxItemAnswer.From(await FindAsync(inb, caller, reads, cancel)));
    }

    private static async Task<InboxEntry> FindAsync(string inb, PersonCaller caller, InboxReads reads, CancellationToken cancel) =>
        await reads.FindAsync(caller.ProjectId, caller.PersonId, WireId.Require(RowId.InboxItem, inb), cancel) ?? throw WireId.NotFound(inb);

    private static InboxFilter Filter(FaultList faults, InboxBulkFilter wish, string place)
    {
        faults.OneOf($"{place}state", wish.State, [.. Enum.GetNames<InboxState>().Select(name => name.ToLower(CultureInfo.InvariantCulture))]);
        faults.Length($"{place}type", wish.Type, 64);
        faults.Length($"{place}q", wish.Q, TextMax);
        foreach (var (name, value) in new[] { ("type", wish.Type), ("q", wish.Q) })
        {
            if (value?.Contains('\0', StringComparison.Ordinal) == true)
            {
                faults.Add($"{place}{name}", "bad_text", "A text must not hold NUL.");
            }
        }
        if (wish.From >= wish.To)
        {
            faults.Add($"{place}to", "out_of_range", "to must be later than from.");
        }
        faults.ThrowIfAny();
        return new InboxFilter(wish.State is null ? InboxState.All : Enum.Parse<InboxState>(wish.State, ignoreCase: true), wish.Type, wish.Q, wish.From, wish.To);
    }

    private static void Snooze(DateTimeOffset? until, string pointer, TimeProvider time)
    {
        if (until > time.GetUtcNow() + FurthestSnooze)
        {
            throw RefusedException.For([new Fault(pointer, "out_of_range", "An item sleeps at most 400 days.")]);
        }
    }
}
