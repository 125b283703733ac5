using NotifyHub.Data.Rows;

namespace NotifyHub.Types;

/// <summary>
/// The types that every project has. Defaults of inbox, e-mail and mobile push are PIPELINE's table; a browser is a device like a phone and starts as mobile push does;
/// chat and webhooks are places that others may read too, so they start off until a person turns them on.
/// </summary>
public static class BuiltInTypes
{
    private static readonly TypeBundling Busy = new(5, 60);

    /// <summary>All, in the order in which they are shown.</summary>
    public static IReadOnlyList<TypeDefinition> All { get; } =
    [
        Of("issue.new", "New issue", "Something went wrong in an app for the first time.", "issues", true, false, true) with { Bundling = Busy },
        Of("issue.digest", "Issue digest", "What went wrong since the last digest, in one message.", "issues", false, true, false) with { InDigest = false },
        Of("feedback.new", "New feedback", "Somebody wrote what they think of an app.", "feedback", true, true, true) with { Bundling = Busy },
        Of("questionnaire.response_new", "New questionnaire response", "Somebody answered a questionnaire.", "feedback", true, false, false) with { Bundling = Busy },
        Of("job.completed", "Job finished", "A job that you started has come to its end.", "jobs", true, true, true) with { OnlyWhoTriggered = true },
        Of("app.rating_changed", "Rating changed", "An app's rating in a store moved.", "apps", true, false, true),
        Of("app.review_new", "New review", "Somebody reviewed an app in a store.", "apps", true, true, true) with { Bundling = Busy },
        Of("task.due_soon", "Task due soon", "A task of yours is due before long.", "tasks", true, false, true) with { ActionCategory = ActionCatalogue.CategoryOf("dueSoon") },
        Of("task.overdue", "Task overdue", "A task of yours should have been done.", "tasks", true, false, true) with { ActionCategory = ActionCatalogue.CategoryOf("overdue") },
        Of("task.daily_digest", "Daily task digest", "The tasks of the day, in one message.", "tasks", false, true, false) with { InDigest = false },
        new TypeDefinition("team.invitation")
        {
            Label = "Invitation", Description = "Somebody asks you to join a team. It goes straight by mail, since you may have no account yet.", Category = "team",
            IsCritical = true, InDigest = false, IsDispatched = false, Channels = new Dictionary<ChannelKind, bool> { [ChannelKind.Email] = true },
        },
    ];

    private static readonly Dictionary<string, TypeDefinition> ByKey = All.ToDictionary(type => type.Key, StringComparer.Ordinal);

    /// <summary>One of them; null for any other key.</summary>
    public static TypeDefinition? Find(string key) => ByKey.GetValueOrDefault(key);

    private static TypeDefinition Of(string key, string label, string description, string category, bool inApp, bool email, bool push) => new(key)
    {
        Label = label, Description = description, Category = category,
        Channels = new Dictionary<ChannelKind, bool>
        {
            [ChannelKind.InApp] = inApp, [ChannelKind.Email] = email, [ChannelKind.MobilePush] = push, [ChannelKind.WebPush] = push,
            [ChannelKind.Slack] = false, [ChannelKind.Telegram] = false, [ChannelKind.Webhook] = false,
        },
    };
}
