namespace NotifyHub.Tests.Architecture;

/// <summary>Who may point at whom: docs/architecture.md as data. What is absent is forbidden; Program and AppRoot (the root namespace) compose and are exempt.</summary>
public static class Arrows
{
    private static readonly string[] Face =
        ["Pipeline.Intake", "Pipeline.Fanout", "Pipeline.Delivery", "Pipeline.Feedback", "Pipeline.Policy", "Pipeline.Explain", "Pipeline.Channels", "Schedules", "Campaigns", "Digests", "Reminders", "Audience", "Insights", "Security", "Jobs", "Alerts", "Webhooks", "Templates", "Types", "Team", "Data.Rows"];

    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Components"] = Face,
        ["Components.Pages.SandboxPhones"] = [.. Face, "Components", "Sandbox"],
        ["Api"] = Face,
        // Verbs of a terminal: some call the API from outside, some work on the data folder.
        ["Cli"] = ["Security", "Data"],
        ["Pipeline.Messages"] = [],
        ["Templates"] = ["Templates.Language", "Pipeline.Channels", "Security", "Data"],
        ["Templates.Language"] = [],
        ["Types"] = ["Security", "Data"],
        ["Pipeline.Intake"] = ["Pipeline.Policy", "Types", "Templates", "Templates.Language", "Pipeline.Channels", "Audience", "Security", "Jobs", "Data"],
        ["Pipeline.Fanout"] = ["Pipeline.Policy", "Types", "Audience", "Security", "Jobs", "Data"],
        ["Pipeline.Policy"] = ["Data.Rows"],
        ["Pipeline.Explain"] = ["Pipeline.Intake", "Pipeline.Policy", "Types", "Pipeline.Delivery", "Audience", "Data"],
        ["Pipeline.Delivery"] = ["Pipeline.Policy", "Pipeline.Channels", "Pipeline.Feedback", "Types", "Audience", "Security", "Jobs", "Alerts", "Data"],
        ["Pipeline.Channels"] = ["Pipeline.Providers", "Audience", "Security", "Jobs", "Alerts", "Data"],
        ["Pipeline.Providers"] = ["Security.Egress"],
        ["Pipeline.Feedback"] = ["Audience", "Security", "Jobs", "Alerts", "Data"],
        ["Pipeline.Feedback.Receipts"] = ["Pipeline.Feedback", "Pipeline.Channels", "Audience", "Security", "Jobs", "Data"],
        ["Campaigns"] = ["Pipeline.Intake", "Audience", "Security", "Jobs", "Data"],
        ["Audience"] = ["Types", "Security", "Jobs", "Data"],
        ["Insights"] = ["Security", "Data"],
        ["Security"] = ["Data"],
        ["Security.Egress"] = [],
        ["Schedules"] = ["Digests", "Reminders", "Pipeline.Intake", "Audience", "Jobs", "Security", "Data"],
        ["Digests"] = ["Pipeline.Intake", "Types", "Jobs", "Data"],
        ["Reminders"] = ["Digests", "Pipeline.Intake", "Jobs", "Data"],
        ["Calendar"] = [],
        ["Failpoints"] = [],
        ["Telemetry"] = [],
        ["Telemetry.Otlp"] = ["Telemetry", "Security.Egress"],
        ["Jobs"] = ["Security", "Data"],
        ["Alerts"] = ["Jobs", "Security", "Data"],
        ["Webhooks"] = ["Alerts", "Audience", "Jobs", "Security", "Data"],
        ["Team"] = ["Pipeline.Channels", "Pipeline.Providers", "Audience", "Alerts", "Security", "Data"],
        ["Data"] = [],
        ["Data.Rows"] = [],
        ["Sandbox"] = ["Data", "Audience", "Security"],
        ["Sandbox.Demo"] = ["Sandbox", "Templates", "Reminders", "Pipeline.Intake", "Pipeline.Channels", "Audience", "Security", "Data"],
    };

    /// <summary>Areas that everybody may name: the vocabulary, wall clocks, the moments of a crash (no call of which is in a normal build), and the names of spans and measures.</summary>
    public static IReadOnlyList<string> ForEverybody { get; } = ["Pipeline.Messages", "Calendar", "Failpoints", "Telemetry"];
}
