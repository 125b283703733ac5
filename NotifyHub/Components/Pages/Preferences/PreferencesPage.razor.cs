using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using NotifyHub.Audience.People;
using NotifyHub.Audience.Preferences;
using NotifyHub.Calendar;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Digests;
using NotifyHub.Insights.Live;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.Preferences;

/// <summary>The member's own choices, saved cell by cell; other tabs follow.</summary>
public sealed partial class PreferencesPage : LivePage
{
    private static readonly IReadOnlyList<string> Zones = [.. TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId).Select(zone => zone.Id)];
    private static readonly (DigestCadence Cadence, string Words)[] Cadences =
        [(DigestCadence.None, "Never"), (DigestCadence.Hourly, "Every hour"), (DigestCadence.SixHourly, "Every 6 hours"), (DigestCadence.Daily, "Every day"), (DigestCadence.Weekly, "Every Monday")];

    private static readonly (ChannelKind Channel, ProviderKind Kind)[] Accounts =
        [(ChannelKind.Slack, ProviderKind.Slack), (ChannelKind.Telegram, ProviderKind.Telegram), (ChannelKind.Webhook, ProviderKind.Webhook)];

    private PersonWishes? _wishes;
    private IReadOnlyList<ChannelKind> _channels = [];
    private QuietHoursSetting _quiet = new("22:00", "07:00", null, []);
    private PersonCaller? _person;
    private DigestPreview? _digest;
    private string? _fault, _test;

    [Inject]
    private PreferenceMatrix Matrix { get; set; } = default!;

    [Inject]
    private MemberPeople People { get; set; } = default!;

    [Inject]
    private ActiveCredentials Credentials { get; set; } = default!;

    [Inject]
    private PeopleIntake Intake { get; set; } = default!;

    [Inject]
    private DigestPreviews Digests { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.People | LiveTopics.Types | LiveTopics.Credentials | LiveTopics.Inbox | LiveTopics.Reminders;

    private bool HasOwn => _wishes?.Rows.Any(row => row.Cells.Values.Any(cell => cell.IsOwn)) == true;

    private string StripWords => _quiet.Days.Count == 0 ? "No quiet hours" : $"Quiet from {_quiet.Start} to {_quiet.End}";

    private string ProjectsDigest => _digest is { IsProjects: true, Cadence: not DigestCadence.None } preview
        ? $"As the project ({Cadences.First(known => known.Cadence == preview.Cadence).Words.ToLowerInvariant()})" : "Never, as the project";

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        _person = await People.OfAsync(member);
        _wishes = await Matrix.OfAsync(_person.ProjectId, _person.PersonId);
        _digest = await Digests.OfAsync(_person.ProjectId, _person.PersonId);
        // A chat that the project has no account with would be a column of empty promises.
        List<ChannelKind> missing = [];
        foreach (var (channel, kind) in Accounts)
        {
            if (await Credentials.GetAsync(_person.ProjectId, kind) is null)
            {
                missing.Add(channel);
            }
        }
        _channels = [.. ChannelNames.All.Where(channel => !missing.Contains(channel) && _wishes.Rows.Any(row => row.Cells.ContainsKey(channel)))];
        _quiet = _wishes.QuietHours ?? _quiet with { Days = [] };
    }

    private static string Words(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static string Told(ChangeEventArgs change, string otherwise) => change.Value?.ToString() is { Length: >= 5 } time ? time[..5] : otherwise;

    private IReadOnlyList<string> Days(string day, bool on) => [.. QuietHoursSetting.Weekdays.Where(known => known == day ? on : _quiet.Days.Contains(known))];

    private string StripStyle(int part)
    {
        if (_quiet.Days.Count == 0 || !QuietHoursSetting.TryTime(_quiet.Start, out var start) || !QuietHoursSetting.TryTime(_quiet.End, out var end))
        {
            return "display:none";
        }
        var (from, to) = (start.ToTimeSpan().TotalDays * 100, end.ToTimeSpan().TotalDays * 100);
        var (left, right) = to > from ? part == 0 ? (from, to) : (0, 0) : part == 0 ? (from, 100) : (0, to);
        return string.Create(CultureInfo.InvariantCulture, $"left:{left:0.##}%;width:{right - left:0.##}%");
    }

    private Task ColumnAsync(ChannelKind channel)
    {
        var rows = _wishes!.Rows.Where(row => !row.IsLocked && row.Cells.ContainsKey(channel)).ToList();
        var on = !rows.TrueForAll(row => row.Cells[channel].IsOn);
        return SetAsync([.. rows.Select(row => new CellChange(row.Type.Key, channel, on))]);
    }

    private Task RowAsync(MatrixRow row)
    {
        var on = !row.Cells.Values.Any(cell => cell.IsOn);
        return SetAsync([.. row.Cells.Keys.Select(channel => new CellChange(row.Type.Key, channel, on))]);
    }

    private Task SetAsync(IReadOnlyList<CellChange> cells) => DoAsync(person => Matrix.SetAsync(person.ProjectId, person.PersonId, cells));

    private Task QuietAsync(QuietHoursSetting quiet)
    {
        _quiet = quiet;
        return DoAsync(person => Matrix.SetAsync(person.ProjectId, person.PersonId, new SettingsChange { QuietHours = quiet }));
    }

    private Task MuteAsync(DateTimeOffset until) => DoAsync(person => Matrix.SetAsync(person.ProjectId, person.PersonId, new SettingsChange { MuteUntil = until }));

    private Task DigestAsync(DigestCadence? cadence, int? hour) => DoAsync(person => Matrix.SetAsync(person.ProjectId, person.PersonId, new SettingsChange { Digest = cadence, DigestHour = hour }));

    private async Task ResetAsync()
    {
        if (await Dialogs.Confirm("Every type goes back to its defaults. Quiet hours, digest and mute stay.", "Reset your choices?", new ConfirmOptions { OkButtonText = "Reset", CancelButtonText = "Keep them" }) == true)
        {
            await DoAsync(person => Matrix.ResetAsync(person.ProjectId, person.PersonId));
        }
    }

    private Task TestAsync(ChannelKind channel) => DoAsync(async person =>
    {
        var type = _wishes!.Rows.FirstOrDefault(row => row.Cells.TryGetValue(channel, out var cell) && cell.IsOn);
        if (type is null)
        {
            _test = $"{channel.Label()} is off for every type: turn it on for one first.";
            return;
        }
        await Intake.AcceptAsync(new SendOrigin(person.ProjectId, null), new PeopleSend
        {
            Type = type.Type.Key, To = JsonSerializer.SerializeToElement(new { user = person.UserId }), Channels = [channel.Wire()],
            Content = new PeopleContent { Title = "This is a test", Body = $"It came over {channel.Label()}, as {type.Type.Label} would.", Link = "/profile/notifications" },
        });
        _test = $"Sent over {channel.Label()} as {type.Type.Label}. What becomes of it stands under Sends.";
    });

    private async Task DoAsync(Func<PersonCaller, Task> deed)
    {
        _fault = null;
        var member = await Members.GetAsync();
        try
        {
            await deed(await People.OfAsync(member));
        }
        catch (RefusedException refused)
        {
            _fault = refused.Faults.Count > 0 ? string.Join(" ", refused.Faults.Select(fault => fault.Message)) : refused.Message;
        }
        await LoadAsync(member);
    }
}
