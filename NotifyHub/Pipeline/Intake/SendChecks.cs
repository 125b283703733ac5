using System.Text.Json.Nodes;
using NotifyHub.Calendar;

namespace NotifyHub.Pipeline.Intake;

/// <summary>Limits of a send's fields that need nothing but the send.</summary>
internal static class SendChecks
{
    /// <summary>Longest life of a message: 28 days, the most that FCM keeps one.</summary>
    public const int MaxTtlSeconds = 2_419_200;
    private const int MaxActions = 4;
    private const int MaxArguments = 20;
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(400);
    private static readonly PushSendOptions NoOptions = new();

    public static void Check(PushSend send, DateTimeOffset now, FaultList faults)
    {
        var options = send.Options ?? NoOptions;
        // Texts have no limit of their own: what counts is the translated payload's size, and payload_too_large says it in bytes.
        if (send.Template is { } template)
        {
            Templated(send, template, options, faults);
        }
        else if (!options.Silent && options.LiveActivity is null && string.IsNullOrWhiteSpace(send.Title) && string.IsNullOrWhiteSpace(send.Body)
            && options.Localization is not ({ TitleKey: not null } or { BodyKey: not null }))
        {
            faults.Add("", "required", "Give a title, a body, a template or localization keys, or set options.silent or options.liveActivity.");
        }
        Times(send.SendAt, send.SendAtLocal, send.SendAtZone, now, faults);
        faults.Length("/preferenceCategory", send.PreferenceCategory, 64);
        faults.Length("/campaignId", send.CampaignId, 128);
        faults.Length("/templateId", send.TemplateId, 128);
        faults.Length("/audienceTag", send.AudienceTag, 128);
        faults.Length("/correlationId", send.CorrelationId, 128);
        Reserved("/data", send.Data, faults);
        Shown(options, faults);
        Actions(options.Actions, faults);
        Localization(options.Localization, faults);
        Image(options.RichMedia?.ImageUrl, "/options/richMedia/imageUrl", faults);
        Route(send.Route, faults);
        Reserved("/options/apns", options.Apns, faults);
        Reserved("/options/fcm", options.Fcm, faults);
        Reserved("/options/webpush", options.Webpush, faults);
        Reserved("/options/huawei", options.Huawei, faults);
        Reserved("/options/mipush", options.Mipush, faults);
        Reserved("/options/expo", options.Expo, faults);
        LiveActivityChecks.Check(send, options, faults);
        Reserved("/options/liveActivity/contentState", options.LiveActivity?.ContentState, faults);
        Reserved("/options/liveActivity/attributes", options.LiveActivity?.Attributes, faults);
    }

    /// <summary>When it shall go: a moment, or a wall time of each recipient.</summary>
    public static void Times(DateTimeOffset? sendAt, string? sendAtLocal, string? sendAtZone, DateTimeOffset now, FaultList faults)
    {
        if (sendAt > now + FurthestAhead)
        {
            faults.Add("/sendAt", "out_of_range", "sendAt must be at most 400 days ahead.");
        }
        if (sendAtLocal is not null && !WallClock.TryParse(sendAtLocal, out _))
        {
            faults.Add("/sendAtLocal", "bad_format", "sendAtLocal must be a wall time without a zone, such as 2026-06-11T08:00.");
        }
        if (WallClock.TryParse(sendAtLocal, out var wall) && wall > now.UtcDateTime + FurthestAhead)
        {
            faults.Add("/sendAtLocal", "out_of_range", "sendAtLocal must be at most 400 days ahead.");
        }
        if (sendAt is not null && sendAtLocal is not null)
        {
            faults.Add("/sendAtLocal", "not_allowed", "Give sendAt or sendAtLocal, not both.");
        }
        if (sendAtZone is not null && sendAtLocal is null)
        {
            faults.Add("/sendAtZone", "not_allowed", "sendAtZone belongs to sendAtLocal.");
        }
        if (sendAtZone is not null && !WallClock.TryZone(sendAtZone, out _))
        {
            faults.Add("/sendAtZone", "bad_format", "sendAtZone must be an IANA name, such as Europe/Zurich.");
        }
    }

    // The words are the template's: given twice, one of them would be lost without a word.
    private static void Templated(PushSend send, PushSendTemplate template, PushSendOptions options, FaultList faults)
    {
        faults.Length("/template/id", template.Id, 64);
        faults.Range("/template/version", template.Version, 1, int.MaxValue);
        foreach (var (pointer, value) in new (string, object?)[] { ("/title", send.Title), ("/subtitle", send.Subtitle), ("/body", send.Body), ("/options/localization", options.Localization) })
        {
            if (value is not null)
            {
                faults.Add(pointer, "not_allowed", "The template says it.");
            }
        }
    }

    private static void Shown(PushSendOptions options, FaultList faults)
    {
        faults.OneOf("/options/priority", options.Priority, "low", "normal", "high", "critical");
        faults.Range("/options/ttl", options.Ttl, 0, MaxTtlSeconds);
        faults.Bytes("/options/collapseKey", options.CollapseKey, 64);
        faults.Length("/options/sound", options.Sound, 100);
        faults.Range("/options/badge", options.Badge, 0, int.MaxValue);
        faults.Length("/options/channelId", options.ChannelId, 100);
        faults.OneOf("/options/channelImportance", options.ChannelImportance, "min", "low", "default", "high", "max");
        faults.Length("/options/category", options.Category, 64);
        faults.OneOf("/options/taskState", options.TaskState, [.. ActionCatalogue.States.Keys]);
        if (options is { Category: not null, TaskState: not null } && ActionCatalogue.CategoryOf(options.TaskState) is { } decided && decided != options.Category)
        {
            faults.Add("/options/category", "not_allowed", $"taskState {options.TaskState} decides the category: {decided}.");
        }
        faults.OneOf("/options/interruptionLevel", options.InterruptionLevel, "passive", "active", "timeSensitive", "critical");
        faults.Length("/options/threadIdentifier", options.ThreadIdentifier, 100);
    }

    private static void Actions(IReadOnlyList<PushSendAction>? actions, FaultList faults)
    {
        if (actions is null)
        {
            return;
        }
        if (actions.Count > MaxActions)
        {
            faults.Add("/options/actions", RefusalCode.TooManyActions, $"{actions.Count} actions; platforms show at most {MaxActions}.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < actions.Count; i++)
        {
            faults.Length($"/options/actions/{i}/id", actions[i].Id, 64);
            faults.Length($"/options/actions/{i}/title", actions[i].Title, 100);
            if (!seen.Add(actions[i].Id))
            {
                faults.Add($"/options/actions/{i}/id", "not_allowed", "Two actions have the same id.");
            }
        }
    }

    private static void Localization(PushSendLocalization? keys, FaultList faults)
    {
        faults.Length("/options/localization/titleKey", keys?.TitleKey, 100);
        faults.Length("/options/localization/bodyKey", keys?.BodyKey, 100);
        Arguments("/options/localization/titleArgs", keys?.TitleKey, keys?.TitleArgs, faults);
        Arguments("/options/localization/bodyArgs", keys?.BodyKey, keys?.BodyArgs, faults);
    }

    private static void Arguments(string pointer, string? key, IReadOnlyList<string>? arguments, FaultList faults)
    {
        if (arguments is not { Count: > 0 })
        {
            return;
        }
        if (key is null)
        {
            faults.Add(pointer, "not_allowed", "Arguments need their key.");
        }
        faults.Range(pointer, arguments.Count, 0, MaxArguments);
        for (var i = 0; i < Math.Min(arguments.Count, MaxArguments); i++)
        {
            faults.Length($"{pointer}/{i}", arguments[i], 250, min: 0);
        }
    }

    /// <summary>A plain https address when given.</summary>
    internal static void Image(string? url, string pointer, FaultList faults)
    {
        if (url is null)
        {
            return;
        }
        var plain = url.Length <= 2048 && Uri.TryCreate(url, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0 && address.Host.Length > 0;
        if (!plain)
        {
            faults.Add(pointer, RefusalCode.ImageUrlNotAllowed, "imageUrl must be an https address of at most 2048 characters, without user name or password.");
        }
    }

    private static void Route(PushRoute? route, FaultList faults)
    {
        if (route is null)
        {
            return;
        }
        faults.OneOf("/route/kind", route.Kind, "openPath", "action", "none");
        faults.Length("/route/path", route.Path, 2048);
        faults.Length("/route/type", route.Type, 64);
        Belongs("path", route.Path, route.Kind == "openPath", isNeeded: true, faults);
        Belongs("type", route.Type, route.Kind == "action", isNeeded: true, faults);
        Belongs("payload", route.Payload, route.Kind == "action", isNeeded: false, faults);
        if (route.Path is [not '/', ..])
        {
            faults.Add("/route/path", "bad_format", "path must begin with a slash.");
        }
    }

    private static void Belongs(string field, object? value, bool isPartOfKind, bool isNeeded, FaultList faults)
    {
        if (value is null && isPartOfKind && isNeeded)
        {
            faults.Add($"/route/{field}", "required", $"This kind of route needs {field}.");
        }
        else if (value is not null && !isPartOfKind)
        {
            faults.Add($"/route/{field}", "not_allowed", $"This kind of route has no {field}.");
        }
    }

    // notifyhub_* keys are ours, at any depth: an override could smuggle them in next to the real ones.
    private static void Reserved(string pointer, JsonNode? node, FaultList faults)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    if (name.StartsWith("notifyhub_", StringComparison.OrdinalIgnoreCase))
                    {
                        faults.Add($"{pointer}/{name}", RefusalCode.ReservedKey, "Keys that start with notifyhub_ are set by the hub.");
                    }
                    Reserved($"{pointer}/{name}", value, faults);
                }
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Reserved($"{pointer}/{i}", items[i], faults);
                }
                break;
            default:
                break;
        }
    }
}
