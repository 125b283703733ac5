using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;
using NotifyHub.Insights.Upcoming;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Reminders;
using NotifyHub.Schedules;
using NotifyHub.Security.Idempotency;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.Inbox;
using NotifyHub.Audience.People;
using NotifyHub.Audience.People.Erasing;
using NotifyHub.Audience.Preferences;
using NotifyHub.Audience.Topics;
using NotifyHub.Audience.Segments;
using NotifyHub.Audience.Targets;
using NotifyHub.Team;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Data;

/// <summary>No statement of the hot path or of a list walks a whole table, however large it grows.</summary>
[Trait("Engine", "sqlite")]
public sealed class PlanTests : IAsyncLifetime
{
    private TempStore _store = null!;

    public async Task InitializeAsync() => _store = await TempStore.OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public static TheoryData<string, string> Statements() => new()
    {
        { "idempotency look-up", IdempotencyLedger.FindSql },
        { "idempotency record", IdempotencyLedger.RecordSql },
        { "idempotency clean-up", IdempotencyCleanup.Delete },
        { "a member's role", TeamSql.Change },
        { "end of a membership", TeamSql.Remove },
        { "end of a member's sessions", TeamSql.EndSessions },
        { "end of a member's tokens", TeamSql.EndTokens },
        { "end of a member's invitations", TeamSql.EndInvitationsBy },
        { "a member's person", MemberPeople.Leave },
        { "a member's browsers", MemberPeople.Pushes },
        { "invitation", TeamSql.Invite },
        { "invitations that are over", TeamSql.EndExpired },
        { "invitations to forget", TeamSql.Forget },
        { "another link", TeamSql.Renew },
        { "invitation taken back", TeamSql.Revoke },
        { "acceptance", TeamSql.Accept },
        { "a mailed code", SignInCodePost.Put },
        { "a try of it", SignInCodes.Count },
        { "its use", SignInCodes.Spend },
        { "device look-up", DeviceDirectory.FindSql(1, [1, 2, 3]) },
        { "device retirement", DeviceRetirement.Sql },
        { "what a person got of a kind", NotifyHub.Pipeline.Delivery.Bundling.BundleCounts.Counted },
        { "replayed deliveries", NotifyHub.Pipeline.Explain.Replay.ReplayReader.Read },
        { "number of replayed deliveries", NotifyHub.Pipeline.Explain.Replay.ReplayReader.Count },
        { "held for a summary", NotifyHub.Pipeline.Delivery.Bundling.BundleCounts.Hold },
        { "told in a summary", NotifyHub.Digests.BundleJob.Drop },
        { "sign of presence", NotifyHub.Audience.People.PresenceBook.Seen },
        { "notification", SendRows.NotificationSql },
        { "delivery", SendRows.DeliverySql },
        { "words in a language", SendRows.ContentSql },
        { "words of a claim", NotifyHub.Pipeline.Delivery.ClaimSql.Content },
        { "cancellation", SendCancellation.CancelSql },
        { "cancellation's count", SendCancellation.CountSql },
        { "person", PersonRows.Put },
        { "person named by a device", PersonRows.Ensure },
        { "endpoints of people", EndpointSql.Of(2) },
        { "new endpoint", EndpointSql.Add },
        { "endpoint's new address", EndpointSql.Move },
        { "end of an endpoint", EndpointSql.End },
        { "people without endpoints", EndpointSql.Without },
        { "topic", TopicSql.Make },
        { "topic's look-up", TopicSql.Find },
        { "subscription of a device", TopicSql.SubscribeDevice },
        { "subscription of a person", TopicSql.SubscribePerson },
        { "end of a device's subscription", TopicSql.UnsubscribeDevice },
        { "end of a person's subscription", TopicSql.UnsubscribePerson },
        { "end of all subscriptions", TopicSql.Leave },
        { "inherited subscriptions", TopicSql.Inherit },
        { "topics of a device", TopicSql.Of },
        { "topics of a project", TopicSql.List },
        { "rescheduling", SendReschedule.MoveAll },
        { "rescheduling of a zone", SendReschedule.MoveZone },
        { "what has begun", SendReschedule.Begun },
        { "rescheduling's mark", SendReschedule.Mark },
        { "rescheduling of a send to many", SendReschedule.MarkMany },
        { "its order", SendReschedule.Order },
        { "its zones", FanoutTimes.WrittenZonesSql },
        { "its end", FanoutSql.Moved },
        { "a schedule's step", ScheduleRunner.Step },
        { "a campaign's start", NotifyHub.Campaigns.CampaignSql.Start },
        { "its cancellation", NotifyHub.Campaigns.CampaignSql.Cancel },
        { "its mark", NotifyHub.Campaigns.CampaignSql.MarkPaused },
        { "its fan-out's state", NotifyHub.Campaigns.CampaignSql.Fanout },
        { "whether it grows", NotifyHub.Campaigns.CampaignSql.Growing },
        { "its waking", NotifyHub.Campaigns.CampaignSql.Wake },
        { "its taking back", NotifyHub.Campaigns.CampaignSql.TakeBack },
        { "its recipients", CampaignFanout.Recipients },
        { "opt-out", ConsentBook.Put },
        { "record of consent", ConsentBook.Record },
        { "whether anybody is out", OptOutSql.Any },
        { "who of these devices is out", OptOutSql.Devices([1, 2, 3]) },
        { "erasure's devices", ErasureSql.DevicesOfUser },
        { "erasure's devices by fingerprint", ErasureSql.DevicesOfFingerprint },
        { "erasure's next device", ErasureSql.Marked },
        { "erasure's deliveries", ErasureSql.DeliveriesOf },
        { "erasure's messages", ErasureSql.ScrubNotification },
        { "erasure's words", ErasureSql.DropContents },
        { "erasure's interactions", ErasureSql.ScrubInteractions },
        { "erasure's attempts", ErasureSql.ScrubAttempts },
        { "a cell of the matrix", PreferenceMatrix.Put },
        { "a cell's default", PreferenceMatrix.Drop },
        { "a person's settings", PreferenceMatrix.Settings },
        { "an inbox item's change", InboxDesk.Change },
        { "all read", InboxDesk.ReadAll },
        { "read elsewhere", InboxDesk.Settle },
        { "seen in the inbox", InboxDesk.Seen },
        { "snoozes that are due", InboxDesk.Due },
        { "a snooze's end", InboxDesk.Wake },
        { "read items that are old", InboxCleanup.ThrowRead },
        { "thrown away items that are old", InboxCleanup.Remove },
        { "unread items that are old", InboxCleanup.ThrowUnread },
        { "members who are no people", MemberPeople.Without },
        { "a member's people", NotifyHub.Security.Accounts.AccountDesk.People },
        { "erasure's inbox items", ErasureSql.DropInboxItem },
        { "erasure's consent", ErasureSql.DropOptOuts },
        { "erasure's records", ErasureSql.DropConsent },
        { "cancellation's look", SendCancellation.FindSql },
        { "cancellation's mark", SendCancellation.MarkSql },
        { "cancellation of a fan-out", SendCancellation.StopSql },
        { "segment of a target", TargetDirectory.SegmentExpression },
        { "fan-out's order", FanoutRows.Sql },
        { "the inbox of a fan-out", InboxSql.Fill },
        { "fan-out's lease", FanoutSql.Lease },
        { "fan-out's step", FanoutSql.Advance },
        { "fan-out's wall time", FanoutTimes.WallSql },
        { "fan-out's first and last time", FanoutSql.Widen },
        { "fan-out's latest time", FanoutSql.Latest },
        { "fan-out's stretch of rows to take back", FanoutSql.WrittenWindow },
        { "fan-out's taking back", FanoutSql.TakeBack },
        { "a reminder", ReminderSql.Put },
        { "a reminder's step", ReminderSql.Step },
        { "a reminder that is done", ReminderSql.Done },
        { "a reminder's end", ReminderSql.Drop },
        { "interaction", InteractionIntake.InsertSql },
        { "interaction's mark", InteractionIntake.MarkSql },
        { "interaction's delivery", InteractionIntake.ExistsSql },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Another_time_walks_the_stretch_and_finds_its_rows_by_their_key(int zones)
    {
        // "r" is the stretch, "z" and "y" are the few zones that are bound.
        var plan = (await PlanAsync(FanoutSql.Move(zones))).Where(step => step is not ("SCAN r" or "SCAN z" or "SCAN y LEFT-JOIN" or "SCAN 2 CONSTANT ROWS")).ToList();
        AssertNoScan("moving", plan);
        Assert.Contains(plan, step => step.Contains("notification_id=? AND device_id>?", StringComparison.Ordinal));
        Assert.Contains("SEARCH deliveries USING INTEGER PRIMARY KEY (rowid=?)", plan);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Statements_use_an_index(string what, string sql) => AssertNoScan(what, await PlanAsync(sql));

    [Fact]
    public async Task The_claim_walks_the_index_of_due_work()
    {
        var plan = await PlanAsync(_store.Engine.ClaimSql);
        AssertNoScan("claim", plan);
        Assert.Contains(plan, step => step.Contains("ix_deliveries_due", StringComparison.Ordinal));
    }

    public static TheoryData<string, string[]> Targets() => new()
    {
        { nameof(TargetKind.Users), ["IX_devices_project_id_user_id", "IX_people_project_id_user_id"] },
        { nameof(TargetKind.Fingerprint), ["IX_devices_project_id_fingerprint_hex"] },
        { nameof(TargetKind.Installations), ["ux_devices_installation"] },
        { nameof(TargetKind.Everyone), ["IX_devices_project_id_id"] },
        { nameof(TargetKind.Segment), ["IX_devices_project_id_id"] },
        { nameof(TargetKind.Topic), ["topic_subscriptions", "topic_subscriptions", "topic_subscriptions"] },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_target_is_walked_in_its_index(string kind, string[] indexes)
    {
        var target = new AudienceTarget(Enum.Parse<TargetKind>(kind)) { Names = ["a", "b", "c"], Expression = """{"all":[{"trait":"x","is":"y"},{"topic":"t"}]}""" };
        var parts = TargetSql.Parts(_store.Engine, target, DateTimeOffset.UnixEpoch);
        Assert.Equal(indexes.Length, parts.Count);
        foreach (var (part, index) in parts.Zip(indexes))
        {
            foreach (var sql in new[] { part.Window, part.Count, part.First, part.HasVendor, FanoutSql.Insert(part, mayOptOut: true), CampaignFanout.Insert(part, mayOptOut: true), FanoutTimes.ZonesSql(part), FanoutSql.Insert(part, mayOptOut: true, zones: 4) })
            {
                // "z" and "y" are the few zones that are bound, "w" the stretch itself.
                var plan = (await PlanAsync(sql)).Where(step => step is not ("SCAN w" or "SCAN z" or "SCAN y LEFT-JOIN" or "SCAN 4 CONSTANT ROWS")).ToList();
                AssertNoScan($"{kind}: {sql}", plan);
                Assert.Contains(plan, step => step.Contains(index, StringComparison.OrdinalIgnoreCase) || (index == "topic_subscriptions" && step.StartsWith("SEARCH", StringComparison.Ordinal) && step.Contains(" c ", StringComparison.Ordinal)));
            }
        }
    }

    [Theory]
    [InlineData(nameof(TargetKind.Users), 1)]
    [InlineData(nameof(TargetKind.Topic), 2)]
    [InlineData(nameof(TargetKind.Segment), 2)]
    [InlineData(nameof(TargetKind.Team), 1)]
    public async Task People_and_their_endpoints_are_found_by_indexes(string kind, int walks)
    {
        var target = new AudienceTarget(Enum.Parse<TargetKind>(kind)) { Names = ["a", "b", "c"], Expression = """{"all":[{"trait":"x","is":"y"},{"topic":"t"}]}""" };
        var parts = PeopleSql.Parts(_store.Engine, target, DateTimeOffset.UnixEpoch);
        Assert.Equal(walks, parts.Count);
        foreach (var part in parts)
        {
            foreach (var sql in new[] { part.Window, part.Count, PeopleSql.First(part), PeopleFanout.Insert(part, PeopleSql.Endpoints(_store.Engine), PeopleSql.EndpointsMatch, mayOptOut: true), PeopleFanout.Insert(part, PeopleSql.Unnamed(_store.Engine), PeopleSql.UnnamedMatch, mayOptOut: true) })
            {
                // What the statement itself made.
                AssertNoScan($"{kind}: {sql}", [.. (await PlanAsync(sql)).Where(step => !step.StartsWith("SCAN (subquery", StringComparison.Ordinal))]);
            }
        }
    }

    [Fact]
    public async Task An_event_of_a_segment_is_looked_up_for_each_device_and_person()
    {
        var target = new AudienceTarget(TargetKind.Segment) { Expression = """{"any":[{"event":"order_placed"},{"event":"crash","gte":3,"within":"30d"}]}""" };
        var plan = await PlanAsync(TargetSql.Parts(_store.Engine, target, DateTimeOffset.UnixEpoch)[0].First);
        // "one" and "two" are the few that are counted.
        AssertNoScan("events", [.. plan.Where(step => step is not ("SCAN one" or "SCAN two"))]);
        Assert.Equal(2, plan.Count(step => step.Contains("ix_events_user (project_id=? AND user_id=? AND name=?", StringComparison.Ordinal)));
        Assert.Equal(2, plan.Count(step => step.Contains("ix_events_device (project_id=? AND device_ref=? AND name=?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Lists_use_an_index()
    {
        await using var db = _store.Contexts.Open(ProjectScope.Of(1));
        foreach (var (what, query) in new (string, IQueryable)[]
        {
            ("deliveries of a notification", NotificationQueries.Deliveries(db, 1, null, null, null)),
            ("by status and provider, next page", NotificationQueries.Deliveries(db, 1, DeliveryStatus.Sent, ProviderKind.Apns, 7)),
            ("due summaries", NotifyHub.Digests.BundleJob.Due(db, DateTimeOffset.UnixEpoch)),
            ("what is to come", UpcomingQueries.Sends(db, 1, DateTimeOffset.UnixEpoch, 7)),
            ("schedules to come", UpcomingQueries.Schedules(db, 1)),
            ("schedules", SendSchedules.Listed(db, 1, ScheduleState.Active, 7)),
            ("campaigns", NotifyHub.Campaigns.CampaignDesk.Listed(db, 1, CampaignState.Running, 7)),
            ("due campaigns", NotifyHub.Campaigns.CampaignWorker.Due(db, DateTimeOffset.UnixEpoch)),
            ("due schedules", ScheduleWorker.Due(db, DateTimeOffset.UnixEpoch)),
            ("reminders of a person", ReminderBook.Listed(db, 7, false, 9)),
            ("a person's reminders that are due", ReminderJob.DueOf(db, 7, DateTimeOffset.UnixEpoch)),
            ("a user's reminder", ReminderBook.OfUser(db, 1, "ada").Where(r => r.Key == "tax")),
            ("timeline of a notification", NotificationTimeline.Deliveries(db, 1, null)),
            ("its next page", NotificationTimeline.Deliveries(db, 1, 7)),
            ("devices by tokens", DeviceTokenLookup.Query(db, 1, ProviderKind.Expo, [new byte[32], new byte[31]])),
            ("devices of a person", NotifyHub.Audience.Devices.OwnDevices.Query(db, new NotifyHub.Audience.People.PersonCaller(1, 7, "customer-7"))),
            ("segments", SegmentBook.Page(db, 7)),
            ("members", TeamDesk.Members(db, 1)),
            ("open invitations", InvitationDesk.Open(db, 1)),
            ("invitation by its link", InvitationDoor.ByHash(db, [1])),
            ("device by token", db.Devices.Where(d => d.ProjectId == 1 && d.Provider == ProviderKind.Apns && d.TokenHash == new byte[32])),
            ("device by installation", db.Devices.Where(d => d.ProjectId == 1 && d.InstallationId == "x" && d.Provider == ProviderKind.Apns)),
            ("template by key", db.Templates.Where(t => t.ProjectId == 1 && t.Key == "x" && t.ArchivedAt == null)),
            ("versions of a template", NotifyHub.Templates.TemplateShelf.Versions(db, 1, 7, 50)),
            ("languages of a version", db.TemplateLocales.Where(l => l.VersionId == 1).OrderBy(l => l.Locale)),
            ("words of a notification", db.NotificationContents.Where(c => c.NotificationId == 1)),
            ("attempts of a delivery", db.Attempts.Where(a => a.DeliveryId == 1).OrderBy(a => a.Number)),
            ("interactions of a delivery", db.Interactions.Where(i => i.DeliveryId == 1).OrderBy(i => i.Kind)),
        })
        {
            await using var command = query.CreateDbCommand();
            AssertNoScan(what, await PlanAsync(command.CommandText));
        }
    }

    [Fact]
    public async Task Open_fan_outs_are_an_index_of_their_own()
    {
        await using var db = _store.Contexts.Open(ProjectScope.EveryProject);
        await using var command = FanoutWorker.Open(db, DateTimeOffset.UnixEpoch).CreateDbCommand();
        Assert.Contains(await PlanAsync(command.CommandText), step => step.Contains("ix_fanouts_open", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Due_reminders_are_an_index_of_their_own()
    {
        await using var db = _store.Contexts.Open(ProjectScope.EveryProject);
        await using var command = ReminderJob.Due(db, DateTimeOffset.UnixEpoch).CreateDbCommand();
        var plan = await PlanAsync(command.CommandText);
        Assert.Contains(plan, step => step.Contains("ix_reminders_next", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_check_bites() => Assert.Contains(await PlanAsync("select * from deliveries where error = @error"), IsScan);

    private static void AssertNoScan(string what, IReadOnlyList<string> plan) =>
        Assert.False(plan.Any(IsScan), $"{what}:\n{string.Join('\n', plan)}");

    private static bool IsScan(string step) => QueryPlan.IsTableScan(step);

    private async Task<IReadOnlyList<string>> PlanAsync(string sql)
    {
        await using var connection = await _store.Engine.OpenReadAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "explain query plan " + sql;
        foreach (var name in System.Text.RegularExpressions.Regex.Matches(sql, "@[A-Za-z_0-9]+").Select(m => m.Value).Distinct(StringComparer.Ordinal))
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, 1);
            command.Parameters.Add(parameter);
        }
        var steps = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            steps.Add(rows.GetString(3));
        }
        return steps;
    }
}
