using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Calendar;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Types;

namespace NotifyHub.Audience.Preferences;

/// <summary>One cell: whether a type comes over a channel.</summary>
/// <param name="IsOn">As it holds.</param>
/// <param name="Default">As the type has it.</param>
/// <param name="IsOwn">The person chose it.</param>
public readonly record struct MatrixCell(bool IsOn, bool Default, bool IsOwn);

/// <summary>One type's row.</summary>
/// <param name="Type">The type.</param>
/// <param name="Cells">Channels that it may use.</param>
public sealed record MatrixRow(TypeDefinition Type, IReadOnlyDictionary<ChannelKind, MatrixCell> Cells)
{
    /// <summary>Nobody can change it.</summary>
    public bool IsLocked => Type.IsCritical;
}

/// <summary>What a person wants.</summary>
/// <param name="Rows">By category and label.</param>
/// <param name="QuietHours">Null for none.</param>
/// <param name="Digest">Null: as the project has it.</param>
/// <param name="DigestHour">Local hour of daily and weekly digests.</param>
/// <param name="MuteUntil">Nothing but critical types goes out before this; null when nothing is muted.</param>
public sealed record PersonWishes(IReadOnlyList<MatrixRow> Rows, QuietHoursSetting? QuietHours, DigestCadence? Digest, int? DigestHour, DateTimeOffset? MuteUntil);

/// <summary>A change of one cell.</summary>
/// <param name="Type">The type's key.</param>
/// <param name="Channel">Which channel.</param>
/// <param name="IsOn">The choice.</param>
public readonly record struct CellChange(string Type, ChannelKind Channel, bool IsOn);

/// <summary>A change of what a person set once for all types; what is left out stays.</summary>
public sealed record SettingsChange
{
    /// <summary>One without days takes quiet hours away.</summary>
    public QuietHoursSetting? QuietHours { get; init; }
    public DigestCadence? Digest { get; init; }
    /// <summary>0 to 23.</summary>
    public int? DigestHour { get; init; }
    /// <summary>A time that is past ends a mute.</summary>
    public DateTimeOffset? MuteUntil { get; init; }
}

/// <summary>What people want: a sparse map over the types' defaults, written cell by cell, so that two tabs never undo each other.</summary>
public sealed class PreferenceMatrix(IWriteGate gate, HubContexts contexts, HubIds ids, TypeBook types, TimeProvider time)
{
    /// <summary>Most cells of one change.</summary>
    public const int MostCells = 4000;

    internal const string Put = """
        insert into preferences (person_id, type, channel, project_id, is_on, updated_at) values (@person, @type, @channel, @project, @on, @now)
        on conflict (person_id, type, channel) do update set is_on = excluded.is_on, updated_at = excluded.updated_at
        """;

    // What is so already is no news, and makes no record of consent.
    internal const string PutNews = Put + " where preferences.is_on <> excluded.is_on";

    internal const string Drop = "delete from preferences where person_id = @person and type = @type";

    internal const string DropAll = "delete from preferences where person_id = @person and project_id = @project";

    // Each field by itself: what is null stays. In order: @person @project @quiet @cadence @hour @mute @now.
    internal const string Settings = """
        insert into person_settings (person_id, project_id, quiet_hours, digest_cadence, digest_hour, mute_until, updated_at)
        values (@person, @project, @quiet, @cadence, @hour, @mute, @now)
        on conflict (person_id) do update set
            quiet_hours = coalesce(excluded.quiet_hours, person_settings.quiet_hours), digest_cadence = coalesce(excluded.digest_cadence, person_settings.digest_cadence),
            digest_hour = coalesce(excluded.digest_hour, person_settings.digest_hour), mute_until = coalesce(excluded.mute_until, person_settings.mute_until), updated_at = excluded.updated_at
        """;

    /// <summary>Everything, as it holds now.</summary>
    public async Task<PersonWishes> OfAsync(long projectId, long personId, CancellationToken cancel = default)
    {
        var all = await types.AllAsync(projectId, cancel);
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var own = (await db.Preferences.AsNoTracking().Where(p => p.PersonId == personId).ToListAsync(cancel)).ToDictionary(p => (p.Type, p.Channel), p => p.IsOn);
        var set = await db.PersonSettings.AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == personId, cancel);
        return new PersonWishes(
            [.. all.Where(type => type.IsDispatched).OrderBy(type => type.Category, StringComparer.Ordinal).ThenBy(type => type.Label, StringComparer.Ordinal)
                .Select(type => new MatrixRow(type, type.Channels.ToDictionary(channel => channel.Key, channel => Cell(type, channel.Key, channel.Value, own))))],
            QuietHoursSetting.Read(set?.QuietHours) is { Days.Count: > 0 } quiet ? quiet : null, set?.DigestCadence, set?.DigestHour, set?.MuteUntil > time.GetUtcNow() ? set.MuteUntil : null);
    }

    /// <summary>Changes cells.</summary>
    /// <inheritdoc cref="SetAsync(long, long, IReadOnlyList{string}, IReadOnlyList{CellChange}, CancellationToken)"/>
    public Task SetAsync(long projectId, long personId, IReadOnlyList<CellChange> cells, CancellationToken cancel = default) => SetAsync(projectId, personId, [], cells, cancel);

    /// <summary>Changes cells for whoever has a link and did not sign in: each that is news leaves a record of consent with where it came from.</summary>
    /// <exception cref="RefusedException">A type or channel is unknown, or locked: nothing was changed.</exception>
    public async Task SetAsync(long projectId, long personId, IReadOnlyList<CellChange> cells, ConsentOrigin origin, CancellationToken cancel = default)
    {
        await CheckAsync(projectId, [], cells, cancel);
        await gate.WriteAsync(async session =>
        {
            var now = time.GetUtcNow();
            var news = new List<CellChange>();
            foreach (var cell in cells)
            {
                if (await session.Prepare(PutNews).Bind(personId, cell.Type, cell.Channel, projectId, cell.IsOn, now).ExecuteAsync() > 0)
                {
                    news.Add(cell);
                }
            }
            var user = news.Count > 0 ? await UserAsync(session, projectId, personId) : null;
            foreach (var cell in user is null ? [] : news)
            {
                await session.Prepare(ConsentBook.Record)
                    .Bind(ids.Next(), projectId, ConsentSubject.User, user, $"{cell.Type}/{cell.Channel.Wire()}", !cell.IsOn, origin.Source, origin.Actor, origin.Ip, now).ExecuteLaterAsync();
            }
            await ToldAsync(session, projectId, personId, news, origin.Source, now);
        }, cancel);
    }

    /// <summary>Brings types back to their defaults, then changes cells.</summary>
    /// <exception cref="RefusedException">A type or channel is unknown, or locked: nothing was changed.</exception>
    public async Task SetAsync(long projectId, long personId, IReadOnlyList<string> reset, IReadOnlyList<CellChange> cells, CancellationToken cancel = default)
    {
        await CheckAsync(projectId, reset, cells, cancel);
        await gate.WriteAsync(async session =>
        {
            var now = time.GetUtcNow();
            foreach (var type in reset)
            {
                await session.Prepare(Drop).Bind(personId, type).ExecuteAsync();
            }
            foreach (var cell in cells)
            {
                await session.Prepare(Put).Bind(personId, cell.Type, cell.Channel, projectId, cell.IsOn, now).ExecuteLaterAsync();
            }
            await ToldAsync(session, projectId, personId, cells, "person", now);
        }, cancel);
    }

    private async Task CheckAsync(long projectId, IReadOnlyList<string> reset, IReadOnlyList<CellChange> cells, CancellationToken cancel)
    {
        var known = (await types.AllAsync(projectId, cancel)).ToDictionary(type => type.Key, StringComparer.Ordinal);
        var faults = new FaultList();
        for (var i = 0; i < reset.Count; i++)
        {
            if (!known.ContainsKey(reset[i]))
            {
                faults.Add($"/preferences/notifications/reset/{i}", "not_allowed", "The project has no such type.");
            }
        }
        foreach (var cell in cells)
        {
            var at = $"/preferences/notifications/types/{cell.Type}";
            if (!known.TryGetValue(cell.Type, out var type) || !type.IsDispatched)
            {
                faults.Add(at, "not_allowed", "The project has no such type.");
            }
            else if (!type.Channels.ContainsKey(cell.Channel))
            {
                faults.Add($"{at}/{cell.Channel.Wire()}", "not_allowed", $"{type.Key} goes over {string.Join(", ", type.Channels.Keys.Order().Select(channel => channel.Wire()))}.");
            }
            else if (type.IsCritical && !cell.IsOn)
            {
                faults.Add($"{at}/{cell.Channel.Wire()}", "not_allowed", $"{type.Label} is critical: it can't be turned off.");
            }
        }
        faults.ThrowIfAny();
    }

    /// <summary>Back to the defaults of every type.</summary>
    public Task ResetAsync(long projectId, long personId, CancellationToken cancel = default) => gate.WriteAsync(async session =>
    {
        await session.Prepare(DropAll).Bind(personId, projectId).ExecuteAsync();
        session.Changed(projectId, HubTables.Preferences);
    }, cancel);

    /// <summary>Changes what holds for all types.</summary>
    /// <exception cref="RefusedException">Something is wrong with it: nothing was changed.</exception>
    public Task SetAsync(long projectId, long personId, SettingsChange change, CancellationToken cancel = default)
    {
        Check(change);
        return gate.WriteAsync(async session =>
        {
            await session.Prepare(Settings).Bind(personId, projectId, change.QuietHours?.Write(), change.Digest, change.DigestHour, change.MuteUntil, time.GetUtcNow()).ExecuteAsync();
            session.Changed(projectId, HubTables.Preferences);
        }, cancel);
    }

    private static MatrixCell Cell(TypeDefinition type, ChannelKind channel, bool standard, Dictionary<(string, ChannelKind), bool> own) =>
        !type.IsCritical && own.TryGetValue((type.Key, channel), out var chosen) ? new MatrixCell(chosen, standard, true) : new MatrixCell(standard, standard, false);

    /// <summary>What must hold of it.</summary>
    /// <exception cref="RefusedException">Something is wrong with it.</exception>
    public static void Check(SettingsChange change)
    {
        const string place = "/preferences/notifications";
        var faults = new FaultList();
        if (change.QuietHours is { } quiet)
        {
            if (!QuietHoursSetting.TryTime(quiet.Start, out var start))
            {
                faults.Add($"{place}/quietHours/start", "bad_format", "start must be a time of day, HH:mm.");
            }
            if (!QuietHoursSetting.TryTime(quiet.End, out var end))
            {
                faults.Add($"{place}/quietHours/end", "bad_format", "end must be a time of day, HH:mm.");
            }
            if (quiet.Timezone is { } zone && !WallClock.TryZone(zone, out _))
            {
                faults.Add($"{place}/quietHours/timezone", "bad_format", "timezone must be an IANA name, such as Europe/Zurich.");
            }
            for (var i = 0; i < quiet.Days.Count; i++)
            {
                faults.OneOf($"{place}/quietHours/days/{i}", quiet.Days[i], [.. QuietHoursSetting.Weekdays]);
            }
            if (quiet.Days.Count > 0 && start == end && faults.IsEmpty)
            {
                faults.Add($"{place}/quietHours/end", "not_allowed", "Quiet hours that end when they begin are none.");
            }
        }
        faults.Range($"{place}/digest/hour", change.DigestHour, 0, 23);
        faults.ThrowIfAny();
    }

    private static async ValueTask ToldAsync(WriteSession session, long projectId, long personId, IReadOnlyList<CellChange> cells, string source, DateTimeOffset now)
    {
        session.Changed(projectId, HubTables.Preferences);
        if (!session.Wants(projectId, FactKind.PreferenceChanged))
        {
            return;
        }
        var user = await UserAsync(session, projectId, personId);
        foreach (var cell in user is null ? [] : cells)
        {
            var told = new JsonObject
            {
                ["userId"] = user, ["type"] = cell.Type, ["channel"] = cell.Channel.Wire(), ["on"] = cell.IsOn, ["source"] = source, ["updatedAt"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            };
            session.Happened(new HubFact(FactKind.PreferenceChanged, projectId, 0, told.ToJsonString()));
        }
    }

    private static async ValueTask<string?> UserAsync(WriteSession session, long projectId, long personId) =>
        (await session.Prepare("select user_id from people where id = @id and project_id = @project").Bind(personId, projectId).QueryAsync(row => row.GetString(0))).SingleOrDefault();
}
