using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Digests;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Tests.Schedules;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Digests;

/// <summary>Digests over a real store, on a clock that the test moves: once, of what is new, after a crash, after downtime, and under two nodes.</summary>
public sealed class DigestJobTests
{
    private const long Project = ScheduleRig.Project;
    private const long Ada = 77;

    [Fact]
    public async Task A_digest_tells_what_is_new_and_unread_once()
    {
        await using var rig = await OpenAsync(DigestCadence.Daily);
        await ItemAsync(rig, "The disk is full");
        await ItemAsync(rig, "It is read", read: true);
        Assert.Null(await RunAsync(rig.Node));
        rig.Clock.Leap(TimeSpan.FromHours(3));

        Assert.Equal("1 sent, 0 had nothing new", await RunAsync(rig.Node));
        var digest = Assert.Single(await DigestsAsync(rig));
        Assert.Equal(("1 unread notification", "issue.digest"), (digest.Title, digest.Type));
        Assert.Null(await RunAsync(rig.Node));

        // The same item is not told again the day after.
        rig.Clock.Leap(TimeSpan.FromDays(1));
        Assert.Equal("0 sent, 1 had nothing new", await RunAsync(rig.Node));
        Assert.Single(await DigestsAsync(rig));
    }

    [Fact]
    public async Task A_preview_says_what_the_digest_will_and_writes_nothing()
    {
        await using var rig = await OpenAsync(DigestCadence.Daily);
        Assert.Equal((0, rig.Clock.GetUtcNow().AddHours(2)), await PreviewAsync(rig) is var empty ? (empty!.Count, empty.At) : default);
        await ItemAsync(rig, "The disk is full");
        await ItemAsync(rig, "It is read", read: true);
        var before = await StateAsync(rig);
        var preview = await PreviewAsync(rig);
        Assert.Equal((DigestCadence.Daily, false), (preview!.Cadence, preview.IsProjects));
        Assert.Equal((before!.NextAt, before.CoveredTo), await StateAsync(rig) is var after ? (after!.NextAt, after.CoveredTo) : default);

        rig.Clock.Leap(TimeSpan.FromHours(3));
        Assert.Equal(before.NextAt, (await PreviewAsync(rig))!.At);
        await RunAsync(rig.Node);
        var digest = Assert.Single(await DigestsAsync(rig));
        Assert.Equal((preview.Title, preview.Body), (digest.Title, digest.Preview));
        Assert.Equal((0, before.NextAt.AddDays(1)), await PreviewAsync(rig) is var next ? (next!.Count, next.At) : default);
    }

    [Fact]
    public async Task A_preview_of_somebody_who_wants_none_or_is_not_there_is_empty()
    {
        await using var rig = await OpenAsync(null);
        Assert.Null((await PreviewAsync(rig))!.At);
        Assert.Null(await rig.Node.GetRequiredService<DigestPreviews>().OfAsync(Project, 999));
        Assert.Null(await rig.Node.GetRequiredService<DigestPreviews>().OfAsync(Project + 1, Ada));
    }

    [Fact]
    public async Task A_crash_in_the_flush_repeats_nothing_and_loses_nothing()
    {
        await using var rig = await OpenAsync(DigestCadence.Daily);
        await ItemAsync(rig, "The disk is full");
        rig.Clock.Leap(TimeSpan.FromHours(3));
        var dying = new DyingGate(rig.Store.Gate);
        var node = rig.AddNode(dying);
        dying.Dies = true;
        await Assert.ThrowsAsync<IOException>(() => RunAsync(node));
        Assert.Empty(await DigestsAsync(rig));
        Assert.Equal("1 sent, 0 had nothing new", await RunAsync(rig.Node));
        Assert.Single(await DigestsAsync(rig));
    }

    [Fact]
    public async Task Of_two_nodes_that_see_the_same_slot_one_sends()
    {
        await using var rig = await OpenAsync(DigestCadence.Hourly);
        await ItemAsync(rig, "The disk is full");
        rig.Clock.Leap(TimeSpan.FromHours(1));
        var (one, other) = (Job(rig.Node), Job(rig.AddNode()));
        var (seen, also) = (Assert.Single(await one.DueAsync(default)), Assert.Single(await other.DueAsync(default)));
        Assert.True(await one.FlushAsync(seen, default));
        Assert.False(await other.FlushAsync(also, default));
        Assert.Single(await DigestsAsync(rig));
    }

    [Fact]
    public async Task After_downtime_there_is_one_and_the_next_is_where_it_always_was()
    {
        await using var rig = await OpenAsync(DigestCadence.Daily);
        await ItemAsync(rig, "The disk is full");
        rig.Clock.Leap(TimeSpan.FromDays(4.5));
        Assert.Equal("1 sent, 0 had nothing new", await RunAsync(rig.Node));
        Assert.Null(await RunAsync(rig.Node));
        // Eight o'clock in Zurich of the day after.
        Assert.Equal(new DateTimeOffset(2026, 6, 6, 6, 0, 0, TimeSpan.Zero), (await StateAsync(rig))!.NextAt);
    }

    [Fact]
    public async Task Who_chooses_anew_has_the_new_slot_and_who_wants_none_has_none()
    {
        await using var rig = await OpenAsync(DigestCadence.Weekly);
        await ChooseAsync(rig, DigestCadence.Hourly);
        Assert.Equal("1 planned", await PlanAsync(rig));
        Assert.Equal(rig.Clock.GetUtcNow().AddHours(1), (await StateAsync(rig))!.NextAt);
        Assert.Null(await PlanAsync(rig));
        await ChooseAsync(rig, DigestCadence.None);
        Assert.Equal("1 planned", await PlanAsync(rig));
        Assert.Null(await StateAsync(rig));
    }

    [Fact]
    public async Task A_project_chooses_for_those_who_did_not()
    {
        await using var rig = await OpenAsync(null);
        Assert.Null(await StateAsync(rig));
        await rig.Store.Gate.WriteAsync(session => session.Prepare("update projects set policy_settings = @s where id = @id").Bind("""{"digest":{"cadence":"6_hourly"}}""", Project).ExecuteAsync());
        await PlanAsync(rig);
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 10, 0, 0, TimeSpan.Zero), (await StateAsync(rig))!.NextAt);
    }

    // It is Monday, six o'clock in Zurich.
    private static async Task<ScheduleRig> OpenAsync(DigestCadence? cadence)
    {
        var rig = await ScheduleRig.OpenAsync();
        var now = rig.Clock.GetUtcNow();
        await rig.Store.Gate.WriteAsync(ProjectScope.Of(Project), (db, _) =>
        {
            db.People.Add(new Person { Id = Ada, ProjectId = Project, UserId = "ada", CreatedAt = now, UpdatedAt = now });
            db.PersonSettings.Add(new PersonSettings { PersonId = Ada, ProjectId = Project, DigestCadence = cadence, UpdatedAt = now });
            return Task.FromResult(0);
        });
        await PlanAsync(rig);
        return rig;
    }

    private static async Task ItemAsync(ScheduleRig rig, string title, bool read = false)
    {
        var now = rig.Clock.GetUtcNow();
        var accepted = await rig.Node.GetRequiredService<PeopleIntake>().AcceptAsync(new SendOrigin(Project, null), new PeopleSend
        {
            Type = "issue.new", To = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["user"] = "ada" }), Content = new PeopleContent { Title = title },
        });
        await rig.Store.Gate.WriteAsync(ProjectScope.Of(Project), (db, _) =>
        {
            var id = HubIds.FloorAt(now) + (read ? 2 : 1);
            db.InboxItems.Add(new InboxItem
            {
                Id = id, ProjectId = Project, PersonId = Ada, NotificationId = accepted.NotificationId, Type = "issue.new", Position = id, Changed = id, CreatedAt = now, ReadAt = read ? now : null,
            });
            return Task.FromResult(0);
        });
    }

    private static Task<DigestPreview?> PreviewAsync(ScheduleRig rig) => rig.Node.GetRequiredService<DigestPreviews>().OfAsync(Project, Ada);

    private static DigestJob Job(IServiceProvider node) => ActivatorUtilities.CreateInstance<DigestJob>(node);

    private static Task<string?> RunAsync(IServiceProvider node) => Job(node).RunAsync(default);

    private static Task<string?> PlanAsync(ScheduleRig rig) => ActivatorUtilities.CreateInstance<DigestPlanJob>(rig.Node).RunAsync(default);

    private static Task ChooseAsync(ScheduleRig rig, DigestCadence cadence) => rig.Store.Gate.WriteAsync(session =>
        session.Prepare("update person_settings set digest_cadence = @c where person_id = @p").Bind(cadence, Ada).ExecuteAsync());

    private static async Task<List<Notification>> DigestsAsync(ScheduleRig rig) => [.. (await rig.SentAsync()).Where(n => n.Type == "issue.digest")];

    private static async Task<DigestState?> StateAsync(ScheduleRig rig)
    {
        await using var db = rig.Store.Contexts.Open(ProjectScope.Of(Project));
        return await db.DigestStates.AsNoTracking().SingleOrDefaultAsync();
    }
}
