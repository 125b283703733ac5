using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.People;
using NotifyHub.Audience.Preferences;
using NotifyHub.Calendar;
using NotifyHub.Data.Rows;
using NotifyHub.Types;

namespace NotifyHub.Api;

/// <summary>Who one is, and what one wants.</summary>
internal static class MeEndpoints
{
    // "Until I say so".
    private static readonly DateTimeOffset ForGood = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapApiGroup("/me").WithTags("Preferences").RequirePerson();
        me.MapGet("", GetAsync).WithName("getMe").WithSummary("Who one is, and what one wants: every type and channel with the defaults filled in, quiet hours, digest, mute.").Example(null, 200, Examples.Me);
        me.MapPatch("", ChangeAsync).WithName("changeMe").WithSummary("Changes what one wants, cell by cell. Unknown types and channels are refused, and nothing is changed then.").Example(Examples.MeChange, 200, Examples.Me);
    }

    private static async Task<Ok<MeAnswer>> GetAsync(PersonCaller caller, PersonRegistry people, PreferenceMatrix matrix, CancellationToken cancel) =>
        TypedResults.Ok(await AnswerAsync(caller, people, matrix, cancel));

    private static async Task<Ok<MeAnswer>> ChangeAsync(JsonBody<MeChange> body, PersonCaller caller, PersonRegistry people, PreferenceMatrix matrix, CancellationToken cancel)
    {
        if (body.Value.Preferences?.Notifications is { } wishes)
        {
            var faults = new FaultList();
            var cells = Cells(wishes, faults);
            faults.OneOf("/preferences/notifications/digest/cadence", wishes.Digest?.Cadence, [.. MeDigest.Names.Values]);
            faults.ThrowIfAny();
            var change = new SettingsChange
            {
                QuietHours = wishes.QuietHours is { } quiet ? new QuietHoursSetting(quiet.Start, quiet.End, quiet.Timezone, quiet.Days) : null,
                Digest = wishes.Digest?.Cadence is { } cadence ? MeDigest.Names.First(name => name.Value == cadence).Key : null,
                DigestHour = wishes.Digest?.Hour,
                MuteUntil = wishes.MuteAll == false ? DateTimeOffset.UnixEpoch : wishes.MuteUntil ?? (wishes.MuteAll == true ? ForGood : null),
            };
            PreferenceMatrix.Check(change);
            await matrix.SetAsync(caller.ProjectId, caller.PersonId, wishes.Reset ?? [], cells, cancel);
            if (change != new SettingsChange())
            {
                await matrix.SetAsync(caller.ProjectId, caller.PersonId, change, cancel);
            }
        }
        return TypedResults.Ok(await AnswerAsync(caller, people, matrix, cancel));
    }

    private static List<CellChange> Cells(MeNotificationsChange wishes, FaultList faults)
    {
        var cells = new List<CellChange>();
        if (wishes.Reset?.Count > TypeBook.Most)
        {
            faults.Add("/preferences/notifications/reset", RefusalCode.BatchTooLarge, $"{wishes.Reset.Count} types; at most {TypeBook.Most} are reset at once.");
        }
        foreach (var (type, channels) in wishes.Types ?? new Dictionary<string, IReadOnlyDictionary<string, bool>>())
        {
            var at = $"/preferences/notifications/types/{type.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            foreach (var (channel, on) in channels)
            {
                if (ChannelNames.TryParse(channel, out var kind))
                {
                    cells.Add(new CellChange(type, kind, on));
                }
                else
                {
                    faults.Add($"{at}/{channel}", "not_allowed", $"A channel is one of {string.Join(", ", ChannelNames.All.Select(known => known.Wire()))}.");
                }
            }
        }
        if (cells.Count > PreferenceMatrix.MostCells)
        {
            faults.Add("/preferences/notifications/types", RefusalCode.BatchTooLarge, $"{cells.Count} cells; at most {PreferenceMatrix.MostCells} are changed at once.");
        }
        return cells;
    }

    private static async Task<MeAnswer> AnswerAsync(PersonCaller caller, PersonRegistry people, PreferenceMatrix matrix, CancellationToken cancel) => MeAnswer.From(
        await people.FindAsync(caller.ProjectId, caller.UserId, cancel) ?? throw WireId.NotFound(caller.UserId), await matrix.OfAsync(caller.ProjectId, caller.PersonId, cancel));
}
