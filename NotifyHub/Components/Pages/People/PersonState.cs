using NotifyHub.Audience.Preferences;
using NotifyHub.Data.Rows;
using NotifyHub.Digests;
using NotifyHub.Insights;
using NotifyHub.Insights.Devices;
using NotifyHub.Insights.People;
using NotifyHub.Insights.Sends;
using NotifyHub.Insights.Topics;
using NotifyHub.Reminders;

namespace NotifyHub.Components.Pages.People;

/// <summary>Everything about one person that the page shows.</summary>
public sealed class PersonState(PersonQueries people, TopicQueries topics, SendQueries sends, ConsentBook consent, ReminderBook reminders, DigestPreviews digests)
{
    private const int DevicesShown = 100, TopicsShown = 100, RecordsShown = 50, SendsShown = 25, TasksShown = 5;

    /// <summary>Null when there is no such person.</summary>
    public Person? Person { get; private set; }
    /// <summary>Their devices.</summary>
    public IReadOnlyList<DeviceRow> Devices { get; private set; } = [];
    /// <summary>Inbox, mail address and chats.</summary>
    public IReadOnlyList<DeviceRow> Endpoints { get; private set; } = [];
    /// <summary>Topics they subscribe to with all devices.</summary>
    public IReadOnlyList<Topic> Topics { get; private set; } = [];
    /// <summary>Where they stand with each category, as user and by fingerprint.</summary>
    public IReadOnlyList<OptOut> Preferences { get; private set; } = [];
    /// <summary>How it came to that, newest first.</summary>
    public IReadOnlyList<ConsentRecord> Records { get; private set; } = [];
    /// <summary>The most urgent tasks of which they are reminded.</summary>
    public IReadOnlyList<Reminder> Tasks { get; private set; } = [];
    /// <summary>How many of those are open.</summary>
    public int OpenTasks { get; private set; }
    /// <summary>Their next digest, for admins alone: it tells what lies unread in somebody's inbox.</summary>
    public DigestPreview? Digest { get; private set; }
    /// <summary>The newest of what was sent to them.</summary>
    public ListPage<SendRow> Sends { get; private set; } = new([]);

    /// <summary>Reads it.</summary>
    /// <param name="projectId">Whose person.</param>
    /// <param name="id">Wire id.</param>
    /// <param name="isAdmin">Whoever looks is an admin of the project.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task LoadAsync(long projectId, string id, bool isAdmin, CancellationToken cancel = default)
    {
        Person = RowId.TryParse(RowId.Person, id, out var row) ? await people.FindAsync(projectId, row, cancel) : null;
        if (Person is not { } person)
        {
            return;
        }
        Devices = await people.DevicesAsync(person, DevicesShown, cancel);
        Endpoints = await people.EndpointsAsync(person, cancel);
        Topics = await topics.OfPersonAsync(projectId, person.Id, TopicsShown, cancel);
        (Tasks, OpenTasks) = await reminders.OpenAsync(projectId, person.Id, TasksShown, cancel);
        Digest = isAdmin ? await digests.OfAsync(projectId, person.Id, cancel) : null;
        SubjectKey[] subjects = [SubjectKey.OfUser(person.UserId), .. person.FingerprintHex is { } print ? [SubjectKey.OfFingerprint(print)] : Array.Empty<SubjectKey>()];
        var (standing, records) = (new List<OptOut>(), new List<ConsentRecord>());
        foreach (var subject in subjects)
        {
            standing.AddRange(await consent.OfAsync(projectId, subject, cancel));
            records.AddRange(await consent.HistoryAsync(projectId, subject, null, RecordsShown, cancel));
        }
        Preferences = [.. standing.OrderBy(p => p.Category, StringComparer.Ordinal)];
        Records = [.. records.OrderByDescending(r => r.Id).Take(RecordsShown)];
        Sends = await sends.PageAsync(projectId, new SendFilter { UserId = person.UserId }, default, SendsShown, cancel);
    }
}
