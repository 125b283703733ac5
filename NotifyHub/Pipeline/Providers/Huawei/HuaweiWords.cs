using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>The words and buttons of a notification, which Huawei's system draws by itself.</summary>
internal static class HuaweiWords
{
    private const int MostButtons = 3;
    private const int LongestButton = 40;
    private const int OpenApp = 0;

    /// <summary>Title and text, both of which Huawei wants: a missing one takes the other's words.</summary>
    public static (string Title, string Body) Of(PushMessage message)
    {
        var title = Said(message.Title) ?? Said(message.Localization?.TitleKey);
        var body = Said(message.Body) ?? Said(message.Localization?.BodyKey);
        return (title ?? body ?? "", body ?? title ?? "");
    }

    /// <summary>Keys that the phone looks up; they win over the words.</summary>
    public static void WriteLocalized(Utf8JsonWriter json, PushLocalization? words)
    {
        Write(json, "title_loc_key", words?.TitleKey, "title_loc_args", words?.TitleArgs);
        Write(json, "body_loc_key", words?.BodyKey, "body_loc_args", words?.BodyArgs);
    }

    /// <summary>At most three buttons, each of which opens the app and tells it which one it was.</summary>
    public static void WriteButtons(Utf8JsonWriter json, IReadOnlyList<PushAction> actions, string messageId)
    {
        if (actions.Count == 0) return;
        json.WriteStartArray("buttons");
        foreach (var action in actions.Take(MostButtons))
        {
            json.WriteStartObject();
            json.WriteString("name", TextCut.To(action.Title, LongestButton));
            json.WriteNumber("action_type", OpenApp);
            json.WriteString("data", JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [InjectedKeys.Action] = action.Id, [InjectedKeys.MessageId] = messageId,
            }, PayloadJson.Compactly));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string? Said(string? words) => string.IsNullOrWhiteSpace(words) ? null : words;

    private static void Write(Utf8JsonWriter json, string keyName, string? key, string argsName, IReadOnlyList<string>? args)
    {
        if (key is null) return;
        json.WriteString(keyName, key);
        if (args is not { Count: > 0 }) return;
        json.WriteStartArray(argsName);
        foreach (var arg in args) json.WriteStringValue(arg);
        json.WriteEndArray();
    }
}
