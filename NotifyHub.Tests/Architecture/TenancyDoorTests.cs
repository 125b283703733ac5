using Mono.Cecil;

namespace NotifyHub.Tests.Architecture;

/// <summary>Who may look past one project, each with its reason. A new name here is a decision, not a convenience.</summary>
public class TenancyDoorTests
{
    private static readonly Dictionary<string, string> MaySeeEveryProject = new(StringComparer.Ordinal)
    {
        ["NotifyHub.Alerts.AlertTeller"] = "tells of every project's alerts, each to its own project's places",
        ["NotifyHub.Alerts.AlertWatch"] = "looks for trouble everywhere and raises it in the project that has it",
        ["NotifyHub.Audience.People.Erasing.ErasureJob"] = "goes on with the erasures of every project; each slice acts in its own",
        ["NotifyHub.Campaigns.CampaignWorker"] = "does what is due of every project's campaigns; each in its own",
        ["NotifyHub.Data.Postgres.PostgresSchema"] = "schema, before anybody is served",
        ["NotifyHub.Data.Sqlite.SqliteMigrator"] = "schema, before anybody is served",
        ["NotifyHub.Cli.LocalVerbs"] = "whoever may read the data folder names the project",
        ["NotifyHub.Digests.BundleJob"] = "sends the due summaries of every project; each in its own",
        ["NotifyHub.Digests.DigestJob"] = "sends the due digests of every project; each in its own",
        ["NotifyHub.Digests.DigestPlanJob"] = "plans the digests of every project's people, by their own project's settings",
        ["NotifyHub.Pipeline.Delivery.DeadLetters.DeadLetterWorker"] = "works off the runs of every project; each slice acts in its run's own",
        ["NotifyHub.Pipeline.Delivery.Protection.ProviderStates"] = "the doors of all projects, for the worker that serves them all",
        ["NotifyHub.Pipeline.Delivery.Settings.SettingsBook"] = "the settings of all projects, for the same worker",
        ["NotifyHub.Pipeline.Delivery.ProjectPolicy.PolicyBook"] = "the policies of all projects, for the same worker",
        ["NotifyHub.Reminders.ReminderJob"] = "says the due reminders of every project; each in its own",
        ["NotifyHub.Schedules.ScheduleWorker"] = "does the due schedules of every project; each sends in its own",
        ["NotifyHub.Team.InvitationDoor"] = "the link says which project it is",
        ["NotifyHub.Webhooks.WebhookBook"] = "the endpoints of all projects, for those who write facts and those who post them",
        ["NotifyHub.Pipeline.Fanout.FanoutWorker"] = "the sends of all projects that are being expanded",
        ["NotifyHub.Security.ApiKeys.KeyVerifier"] = "the key says which project it is",
        ["NotifyHub.Security.SignIn.PersonalTokens"] = "the token says which member of which project it is",
        ["NotifyHub.Security.WebOrigins.OriginBook"] = "a browser asks before it shows a key; only the origin's name is looked up",
        ["NotifyHub.Security.Tenancy.CurrentMember"] = "a person's memberships, by the person's id",
        ["NotifyHub.Security.Tenancy.Projects"] = "a person's projects, by the person's id",
    };

    [Fact]
    public void Only_the_listed_types_look_past_one_project() =>
        Assert.Equal(MaySeeEveryProject.Keys.Order(), CallersOf(m => m.Name == "get_EveryProject" && m.DeclaringType.Name == "ProjectScope"));

    [Fact]
    public void Nobody_takes_the_project_filter_off() =>
        Assert.Empty(CallersOf(m => m.Name == "IgnoreQueryFilters"));

    [Fact]
    public void Nobody_writes_raw_SQL_through_a_context() =>
        Assert.Empty(CallersOf(m => m.Name.StartsWith("FromSql", StringComparison.Ordinal) || m.Name.StartsWith("SqlQuery", StringComparison.Ordinal) || m.Name.StartsWith("ExecuteSql", StringComparison.Ordinal)));

    [Fact]
    public void The_search_finds_a_call_inside_an_async_method() =>
        Assert.Contains("NotifyHub.Security.ApiKeys.KeyVerifier", CallersOf(m => m.Name == "get_EveryProject"));

    private static IEnumerable<string> CallersOf(Func<MethodReference, bool> method)
    {
        using var module = ModuleDefinition.ReadModule(typeof(Program).Assembly.Location);
        return module.GetTypes()
            .Where(type => type.Methods.Any(m => m.HasBody && m.Body.Instructions.Any(i => i.Operand is MethodReference called && method(called))))
            .Select(type => Outer(type).FullName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
    }

    private static TypeDefinition Outer(TypeDefinition type) => type.DeclaringType is { } outer ? Outer(outer) : type;
}
